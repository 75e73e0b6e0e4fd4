using CsCheck;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Workloads;

public class KubernetesQuantityTests
{
    [Theory]
    [InlineData("250m", 0.25)]
    [InlineData("2", 2)]
    [InlineData("1.5", 1.5)]
    [InlineData("128Mi", 134217728)]
    [InlineData("1G", 1000000000)]
    [InlineData("1e3", 1000)]
    [InlineData("100n", 0.0000001)]
    public void Reads_quantities(string text, double expected) => Assert.Equal((decimal)expected, KubernetesQuantity.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("Mi")]
    [InlineData("12Xi")]
    [InlineData("a")]
    [InlineData("99999999999999999999Ei")]
    public void Refuses_the_rest(string text) => Assert.Null(KubernetesQuantity.TryParse(text));

    [Fact]
    public void Any_text_is_a_quantity_or_null() => Gen.String.Sample(text => _ = KubernetesQuantity.TryParse(text));
}
