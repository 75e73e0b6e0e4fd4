using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>The order in which variables have to be resolved.</summary>
/// <param name="Ordered">Every variable, those it depends on before it; members of cycles last, as written.</param>
/// <param name="Cyclic">Variables that depend on themselves, directly or through others.</param>
internal sealed record VariableOrder(ImmutableArray<Variable> Ordered, ImmutableArray<Variable> Cyclic)
{
    public static VariableOrder Of(IReadOnlyCollection<Variable> variables)
    {
        var names = variables.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        var waiting = variables.Select(v => (Variable: v, Needs: Dependencies(v).Where(names.Contains).ToHashSet(StringComparer.Ordinal))).ToList();
        var ordered = new List<Variable>();
        while (waiting.FindIndex(w => w.Needs.Count == 0) is >= 0 and var next)
        {
            var done = waiting[next].Variable;
            waiting.RemoveAt(next);
            ordered.Add(done);
            foreach (var (_, needs) in waiting)
                needs.Remove(done.Name);
        }

        // What still waits is on a cycle or behind one; only the former is at fault.
        var cyclic = waiting.Where(w => Reaches(w.Variable.Name, w.Variable.Name, waiting)).Select(w => w.Variable).ToImmutableArray();
        return new VariableOrder([.. ordered, .. waiting.Select(w => w.Variable)], cyclic);
    }

    /// <summary>Names a variable's own definition refers to.</summary>
    public static IEnumerable<string> Dependencies(Variable variable) =>
        new[] { variable.Query, variable.Regex, variable.Datasource.Uid }.SelectMany(Interpolator.References).Select(r => r.Name).Distinct(StringComparer.Ordinal);

    private static bool Reaches(string from, string to, List<(Variable Variable, HashSet<string> Needs)> waiting)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>([from]);
        while (pending.TryPop(out var name))
        {
            foreach (var need in waiting.Where(w => w.Variable.Name == name).SelectMany(w => w.Needs))
            {
                if (need == to)
                    return true;
                if (seen.Add(need))
                    pending.Push(need);
            }
        }

        return false;
    }
}
