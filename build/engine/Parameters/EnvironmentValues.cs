namespace Nuke.Common.Parameters;

/// <summary>
/// Values from environment variables. Only <c>NUKE_…</c> binds, so that a stray <c>TARGET</c> or <c>MODE</c> cannot change a
/// build.
/// </summary>
internal static class EnvironmentValues
{
    private const string Prefix = "NUKE_";

    /// <summary>Raw values by parameter key.</summary>
    public static IReadOnlyDictionary<string, RawValue> Read(
        IReadOnlyDictionary<string, string> variables, IEnumerable<ParameterModel> models, string workingDirectory)
    {
        var byKey = variables
            .Where(x => x.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(x => x.Key, StringComparer.Ordinal)
            .ToLookup(x => ParameterNames.Key(x.Key[Prefix.Length..]), StringComparer.Ordinal);
        var values = new Dictionary<string, RawValue>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            if (model.CommandLineOnly || !byKey.Contains(model.Key)) continue;
            var candidates = byKey[model.Key].ToList();
            var (name, text) = candidates.Find(x => x.Key == model.Variable) is { Key: not null } exact ? exact : candidates[0];
            values[model.Key] = new RawValue(Split(model, text), name, workingDirectory);
        }
        return values;
    }

    private static string[] Split(ParameterModel model, string text) =>
        !model.IsList || (model.Separator is { Length: > 0 } separator && text.Contains(separator, StringComparison.Ordinal))
            ? [text]
            : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
