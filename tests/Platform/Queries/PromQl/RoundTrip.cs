using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Tests.Queries.PromQl;

/// <summary>The property that ties printer and parser together.</summary>
internal static class RoundTrip
{
    public static void Check(PromQlExpression expression)
    {
        var printed = PromQlPrinter.Print(expression);
        var again = PromQlParser.Parse(printed, PromQlOptions.Latest);
        Assert.True(again.Expression is not null, $"{printed}  →  {string.Join("; ", again.Errors.Select(e => e.Describe(printed)))}");
        Assert.Equal(Shape.Of(expression), Shape.Of(again.Expression));
        Assert.Equal(printed, PromQlPrinter.Print(again.Expression));
    }
}
