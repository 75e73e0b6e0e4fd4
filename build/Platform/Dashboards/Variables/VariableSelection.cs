using System.Collections.Immutable;
using TalosPlatform.Dashboards.Interpolation;
using TalosPlatform.Dashboards.Reading;

namespace TalosPlatform.Dashboards.Variables;

/// <summary>Which options are chosen when a dashboard opens: the saved ones that still exist, else All, else the first.</summary>
internal static class VariableSelection
{
    private const string AllToken = "$__all";

    /// <summary>The value of a variable that has options.</summary>
    public static VariableValue Choose(Variable variable, ImmutableArray<VariableOption> options)
    {
        var basis = new VariableValue(variable.Name, [], []) { Multi = variable.Multi, IncludeAll = variable.IncludeAll };
        var savedAll = variable.Current.Length > 0 && variable.Current[0] == AllToken;
        if (options.IsEmpty)
            return variable.IncludeAll ? All(variable, basis, options) : variable.Multi ? basis with { IsList = true } : basis with { Values = [""], Texts = [""] };
        if (savedAll)
            return variable.IncludeAll ? All(variable, basis, options) : Chosen(basis, [options[0]], variable.Multi);

        if (variable.Multi)
        {
            var valid = variable.Current.Select(c => options.FirstOrDefault(o => o.Value == c)).OfType<VariableOption>().ToImmutableArray();
            return valid.Length > 0 ? Chosen(basis, valid, true)
                : variable.IncludeAll ? All(variable, basis, options)
                : Chosen(basis, [options[0]], true);
        }

        var saved = options.FirstOrDefault(o => variable.Current.Length > 0 && o.Value == variable.Current[0])
            ?? options.FirstOrDefault(o => variable.CurrentTexts.Length > 0 && o.Text == variable.CurrentTexts[0]);
        return saved is not null ? Chosen(basis, [saved], false)
            : variable.IncludeAll ? All(variable, basis, options)
            : Chosen(basis, [options[0]], false);
    }

    /// <summary>The value of a variable whose options cannot be looked up: what was saved, else <paramref name="fallback"/>.</summary>
    public static VariableValue Saved(Variable variable, string fallback)
    {
        var saved = variable.Current.Where(v => v != AllToken && v.Length > 0).Select(v => new VariableOption(v, v)).ToImmutableArray();
        var options = saved.IsEmpty ? [new VariableOption(fallback, fallback)] : saved;
        return Choose(variable, options);
    }

    private static VariableValue Chosen(VariableValue basis, ImmutableArray<VariableOption> options, bool isList) =>
        basis with { Values = [.. options.Select(o => o.Value)], Texts = [.. options.Select(o => o.Text)], IsList = isList };

    private static VariableValue All(Variable variable, VariableValue basis, ImmutableArray<VariableOption> options) => variable.AllValue.Length > 0
        ? basis with { Values = [variable.AllValue], Texts = ["All"], IsAll = true, IsCustomAll = true }
        : Chosen(basis, options, true) with { IsAll = true };
}
