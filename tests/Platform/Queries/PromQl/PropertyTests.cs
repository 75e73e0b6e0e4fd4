using CsCheck;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Ast;

namespace TalosPlatform.Tests.Queries.PromQl;

public sealed class PropertyTests
{
    [Fact]
    public void Generated_trees_print_and_parse_to_a_text_that_stays()
    {
        QueryGenerator.Expression.Sample(
            expression =>
            {
                var printed = PromQlPrinter.Print(expression);
                var result = PromQlParser.Parse(printed);
                Assert.True(result.IsValid, $"{printed}  →  {(result.IsValid ? "" : result.Errors[0].Describe(printed))}");
                // Parentheses that the printer had to add are part of the second tree, so the comparison starts there.
                RoundTrip.Check(result.Expression);
                Assert.Equal(printed, PromQlPrinter.Print(result.Expression));
            },
            iter: 3000);
    }

    [Fact]
    public void Spans_lie_within_their_parents_and_read_as_the_node()
    {
        QueryGenerator.Expression.Select(PromQlPrinter.Print).Sample(
            query =>
            {
                foreach (var node in PromQlParser.Parse(query).Expression!.DescendantsAndSelf())
                {
                    for (var i = 0; i < node.ChildCount; i++)
                    {
                        var child = node.Child(i).Span;
                        Assert.True(child.Offset >= node.Span.Offset && child.End <= node.Span.End, query);
                    }

                    if (node is not VectorSelector)
                        Assert.Equal(Shape.Of(node), Shape.Of(PromQlParser.Parse(query.Substring(node.Span.Offset, node.Span.Length)).Expression!));
                }
            },
            iter: 500);
    }

    [Fact]
    public void Random_mutations_never_throw_and_leave_either_a_tree_or_errors()
    {
        Gen.Select(QueryGenerator.Expression, Gen.Int, Gen.Int[1, 6], Gen.Bool).Sample(
            (expression, seed, times, newest) =>
            {
                var query = Mutations.Mutate(new Random(seed), PromQlPrinter.Print(expression), times);
                var result = PromQlParser.Parse(query, newest ? PromQlOptions.Latest : PromQlOptions.Default);
                Assert.True(result.IsValid || result.Errors.Count > 0);
                if (result.IsValid)
                    RoundTrip.Check(result.Expression);
            },
            iter: 5000);
    }

    [Fact]
    public void Arbitrary_text_never_throws()
    {
        Gen.String.Sample(text => Assert.NotNull(PromQlParser.Parse(text, PromQlOptions.Latest)), iter: 5000);
        Gen.Char.Array[0, 40].Sample(text => Assert.NotNull(PromQlParser.Parse("foo{a=~\"" + new string(text) + "\"}")), iter: 5000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("sum(")]
    [InlineData("1^")]
    [InlineData("foo[")]
    [InlineData("foo[(")]
    [InlineData("foo[-")]
    [InlineData("foo offset (")]
    [InlineData("foo{a=~\"(")]
    [InlineData("a or ")]
    [InlineData("a[5m:]")]
    [InlineData("[5m:]")]
    [InlineData(" offset 5m")]
    [InlineData("fill    ")]
    [InlineData("foo[1+1*")]
    public void Endless_repetition_ends_with_an_answer_in_linear_time(string piece)
    {
        var query = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var candidate in new[] { query, "a" + query, query + "a", "foo{a=~\"" + query.Replace("\"", "", StringComparison.Ordinal) + "\"}" })
            Assert.NotNull(PromQlParser.Parse(candidate, PromQlOptions.Latest));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Long_chains_are_accepted_up_to_the_limit_and_walked_without_overflow()
    {
        var chain = PromQlParser.Parse(string.Join(" or ", Enumerable.Repeat("a", 990)));
        Assert.True(chain.IsValid);
        RoundTrip.Check(chain.Expression);
        var tooLong = PromQlParser.Parse(string.Join(" or ", Enumerable.Repeat("a", 1100)));
        Assert.Contains("more than 1000 parts", Assert.Single(tooLong.Errors).Message, StringComparison.Ordinal);
        var nested = PromQlParser.Parse(new string('(', 190) + "a" + new string(')', 190));
        Assert.True(nested.IsValid);
    }
}
