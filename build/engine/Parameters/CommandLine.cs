using System.Globalization;

namespace Nuke.Common.Parameters;

/// <summary>The arguments of a build, taken apart.</summary>
/// <param name="Positional">Arguments that belong to no option: targets.</param>
/// <param name="Options">Values by the option's key; the last occurrence of an option wins.</param>
/// <param name="Problems">Arguments that mean nothing, each with the nearest that does.</param>
internal sealed record CommandLine(
    IReadOnlyList<string> Positional,
    IReadOnlyDictionary<string, CommandLine.Option> Options,
    IReadOnlyList<string> Problems)
{
    /// <summary>An option as it was written.</summary>
    /// <param name="Written">Its name as given, dashes included.</param>
    /// <param name="Values">The values that follow it.</param>
    internal sealed record Option(string Written, IReadOnlyList<string> Values);

    /// <summary>
    /// Takes arguments apart. An option takes the values after it: a list all of them, a switch only true or false, any other
    /// one. What is left over is positional. <c>--name=value</c> works too, and after <c>--</c> everything is positional.
    /// </summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments, IEnumerable<ParameterModel> parameters)
    {
        var models = parameters.GroupBy(x => x.Key).ToDictionary(x => x.Key, x => x.First(), StringComparer.Ordinal);
        var positional = new List<string>();
        var options = new Dictionary<string, Option>(StringComparer.Ordinal);
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count;)
        {
            var argument = arguments[i++];
            if (argument == "--")
            {
                positional.AddRange(arguments.Skip(i));
                break;
            }

            if (!IsOption(argument))
            {
                positional.Add(argument);
                continue;
            }

            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var written = equals < 0 ? argument : argument[..equals];
            var key = written is "-h" or "-?" ? ParameterNames.Key(BuiltInParameters.Help) : ParameterNames.Key(written);
            var values = new List<string>();
            if (equals >= 0) values.Add(argument[(equals + 1)..]);
            if (!models.TryGetValue(key, out var model))
            {
                while (i < arguments.Count && !IsOption(arguments[i])) i++;
                problems.Add(Unknown(written, models.Values));
                continue;
            }

            while (i < arguments.Count && !IsOption(arguments[i]) && Takes(model, values.Count, arguments[i])) values.Add(arguments[i++]);
            options[key] = new Option(written, values);
        }
        return new CommandLine(positional, options, problems);
    }

    private static bool Takes(ParameterModel model, int count, string value) =>
        model.IsList || (count == 0 && (!model.IsSwitch || ValueConverter.TryBoolean(value, out _)));

    /// <summary>Negative numbers are values; a lone dash stands for standard input and is one too.</summary>
    private static bool IsOption(string argument) =>
        argument.Length > 1 && argument[0] == '-' && !double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Unknown(string written, IEnumerable<ParameterModel> models)
    {
        var nearest = NearestName.Find(written, models.Select(x => x.Option));
        return $"Unknown argument '{written}'. " + (nearest is null ? "--help lists what there is." : $"Did you mean '{nearest}'?");
    }
}
