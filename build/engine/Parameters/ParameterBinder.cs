using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>
/// Chooses a value for every parameter. Command line, positional targets, environment, profiles from last to first, and
/// <c>parameters.json</c>: the first that has one wins.
/// </summary>
internal sealed class ParameterBinder(ParameterCatalog catalog, BuildEnvironment environment)
{
    private readonly List<string> _problems = [];

    /// <summary>Binds everything.</summary>
    /// <param name="commandLine">The arguments.</param>
    /// <param name="root">The build's root directory, where <c>.nuke</c> is.</param>
    /// <exception cref="UsageException">Something given is wrong; all problems are named.</exception>
    public ParameterValues Bind(CommandLine commandLine, string root)
    {
        _problems.AddRange(commandLine.Problems);
        var models = catalog.All.GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        var given = FromFiles(commandLine, models, root);
        foreach (var (key, raw) in EnvironmentValues.Read(environment.Variables, models.Values, environment.WorkingDirectory)) given[key] = raw;
        if (commandLine.Positional.Count > 0)
            given[ParameterNames.Key(BuiltInParameters.Target)] = new RawValue(commandLine.Positional, "", environment.WorkingDirectory);
        foreach (var (key, option) in commandLine.Options)
            given[key] = new RawValue(option.Values, option.Written, environment.WorkingDirectory);

        var values = new ParameterValues();
        foreach (var model in catalog.All)
            if (given.TryGetValue(model.Key, out var raw) && Convert(model, raw) is { } value)
                values.Add(model, value, raw);
        return _problems.Count == 0 ? values : throw new UsageException(_problems.Distinct().ToList());
    }

    private Dictionary<string, RawValue> FromFiles(CommandLine commandLine, Dictionary<string, ParameterModel> models, string root)
    {
        var values = new Dictionary<string, RawValue>(StringComparer.Ordinal);
        var directory = Path.Combine(root, ".nuke");
        var shared = Path.Combine(directory, "parameters.json");
        if (File.Exists(shared)) ParameterFile.Read(shared, ".nuke/parameters.json", models, root, values, _problems);
        if (!commandLine.Options.TryGetValue(ParameterNames.Key(BuiltInParameters.Profile), out var profiles)) return values;
        foreach (var profile in profiles.Values)
        {
            var name = $"parameters.{profile}.json";
            if (profile.AsSpan().IndexOfAny('/', '\\') < 0 && File.Exists(Path.Combine(directory, name)))
                ParameterFile.Read(Path.Combine(directory, name), $".nuke/{name}", models, root, values, _problems);
            else
                _problems.Add($"{profiles.Written}: there is no profile '{profile}'. {Profiles(directory, profile)}");
        }
        return values;
    }

    private static string Profiles(string directory, string wanted)
    {
        var names = Directory.Exists(directory)
            ? Directory.GetFiles(directory, "parameters.*.json").Select(x => Path.GetFileName(x)["parameters.".Length..^".json".Length]).Order(StringComparer.Ordinal).ToList()
            : [];
        if (names.Count == 0) return $"Create .nuke/parameters.{wanted}.json.";
        return NearestName.Find(wanted, names) is { } nearest ? $"Did you mean '{nearest}'?" : $"There are: {string.Join(", ", names)}.";
    }

    private object? Convert(ParameterModel model, RawValue raw)
    {
        var texts = model.Separator is { Length: > 0 } separator && model.IsList
            ? raw.Texts.SelectMany(x => x.Split(separator, StringSplitOptions.RemoveEmptyEntries)).ToList()
            : raw.Texts;
        if (model.IsList) return ConvertList(model, raw, texts);
        if (texts.Count > 0) return ConvertOne(model, raw, texts[0]);
        if (model.IsSwitch) return true;
        if (model.AllowsNoValue) return ConvertOne(model, raw, raw.BaseDirectory);
        _problems.Add($"{raw.Source}: a value is missing ({ValueConverter.Describe(model.ElementType)}).");
        return null;
    }

    private Array ConvertList(ParameterModel model, RawValue raw, IReadOnlyList<string> texts)
    {
        var list = Array.CreateInstance(model.Type.GetElementType()!, texts.Count);
        for (var i = 0; i < texts.Count; i++)
            if (ConvertOne(model, raw, texts[i]) is { } value)
                list.SetValue(value, i);
        return list;
    }

    private object? ConvertOne(ParameterModel model, RawValue raw, string text)
    {
        try
        {
            return model.AllowedValues is { } allowed
                ? ValueConverter.Choose(text, allowed)
                : ValueConverter.Convert(text, model.ElementType, raw.BaseDirectory);
        }
        catch (FormatException exception)
        {
            var subject = model.IsSecret ? "the value" : $"'{text}'";
            var reason = model.IsSecret ? $"is no {ValueConverter.Describe(model.ElementType)}" : exception.Message;
            _problems.Add($"{raw.Source}: {subject} {reason}" + (reason[^1] is '?' ? "" : "."));
            return null;
        }
    }
}
