using CsCheck;
using TalosPlatform.Reports.Formats;

namespace TalosPlatform.Tests.Reports.Formats;

public sealed class SparklineTests
{
    public static TheoryData<double?[], string> Shapes => new()
    {
        { [], "" },
        { [null, double.NaN], "" },
        { [0, 0, 0], "▁▁▁" },
        { [5, 5, 5], "▄▄▄" },
        { [0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█" },
        { [7, 0, 7], "█▁█" },
        { [-1, 0, 1], "▁▅█" },
        { [1, null, 2], "▁ █" },
        { [-1e308, 1e308], "▁█" },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void The_shape_shows(double?[] values, string expected) => Assert.Equal(expected, Sparkline.Render(values, 8));

    [Fact]
    public void It_is_never_wider_than_asked_for() =>
        Gen.Select(Gen.Double.Array[0, 200], Gen.Int[0, 40]).Sample((values, width) =>
            Sparkline.Render([.. values.Select(v => (double?)v)], width) is var line && line.Length <= width && line.All(c => " ▁▂▃▄▅▆▇█".Contains(c, StringComparison.Ordinal)));
}
