using TalosPlatform.Workloads.Scaffolding;

namespace TalosPlatform.Tests.Workloads.Scaffolding;

public sealed class AppNamingTests
{
    [Theory]
    [InlineData("shop", "Shop", "shop")]
    [InlineData("price-list", "PriceList", "price_list")]
    [InlineData("a", "A", "a")]
    [InlineData("go2-x9", "Go2X9", "go2_x9")]
    public void A_name_has_a_form_for_each_language(string name, string pascal, string snake)
    {
        Assert.Null(AppNaming.Problem(name));
        Assert.Equal(new AppNaming(name, pascal, snake), AppNaming.Of(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("9lives")]
    [InlineData("-shop")]
    [InlineData("shop-")]
    [InlineData("price--list")]
    [InlineData("price_list")]
    [InlineData("../shop")]
    [InlineData("shop\n")]
    [InlineData("shop.example")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void What_is_no_label_is_refused(string name) => Assert.Contains("is no name for an application", AppNaming.Problem(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("orders", "namespace GrpcOrders.Orders;", "OrdersApp")]
    [InlineData("system", "using System.Text;", "SystemApp")]
    [InlineData("order", "namespace GrpcOrders.Orders;", "Order")]
    public void A_namespace_hides_nothing_of_the_code(string name, string code, string expected) => Assert.Equal(expected, AppNaming.Of(name).Among([code]).Pascal);

    [Theory]
    [InlineData("email", "email_app")]
    [InlineData("price-list", "price_list")]
    public void A_python_package_hides_nothing_of_the_library(string name, string expected) => Assert.Equal(expected, AppNaming.Of(name).Among([]).Snake);
}
