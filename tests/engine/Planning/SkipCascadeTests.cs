using Nuke.Common.Planning;

namespace TalosBuild.Engine.Tests.Planning;

public class SkipCascadeTests
{
    [Theory]
    // plan                                invoked  skipped  keeps  falls away with the last skipped
    [InlineData("A; B: A", "B", "B", "", "A")]
    [InlineData("A; B: A; C: B", "C", "C", "", "B A")]
    [InlineData("A; B: A", "A B", "B", "", "")]
    [InlineData("A; B: A; C: A", "B C", "B", "", "")]
    [InlineData("A; B: A; C: A", "B C", "C B", "", "A")]
    [InlineData("A; B: A", "B", "B", "B", "")]
    [InlineData("A; B: A; C: B", "C", "C", "B", "B")]
    [InlineData("A; B: A; C: A", "B C", "C B", "C", "")]
    // What a skipped target would have triggered goes too, unless something else needs it.
    [InlineData("A; B: !A", "A", "A", "", "B")]
    [InlineData("A; D; B: D !A", "A", "A", "", "B D")]
    [InlineData("A; X; B: !A !X", "A X", "A", "", "")]
    // Order alone needs nothing.
    [InlineData("A; B: A; C: >A", "B C", "B", "", "A")]
    public void Spreads(string plan, string invoked, string skipped, string keeps, string expected)
    {
        var steps = Graphs.Parse(plan)
            .Select(x => new PlanStep(x, Graphs.Names(invoked).Contains(x.Name), Graphs.Names(keeps).Contains(x.Name)))
            .ToList();
        var names = Graphs.Names(skipped);
        Assert.Equal(expected, string.Join(' ', SkipCascade.Spread(steps, names.ToHashSet(), names[^1])));
    }
}
