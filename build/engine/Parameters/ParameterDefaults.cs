using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Parameters;

/// <summary>Values that parameters have before anybody sets them, as text for <c>--help</c>.</summary>
internal sealed class ParameterDefaults(NukeBuild build)
{
    private readonly Dictionary<ParameterModel, string> _texts = [];

    /// <summary>Reads them from the fresh build object; a secret's never, and not where reading fails.</summary>
    public void Remember(ParameterCatalog catalog)
    {
        var given = build.State.Parameters;
        build.State.Parameters = new ParameterValues();
        foreach (var model in catalog.Own.Where(x => x is { IsSecret: false, IsListed: true }))
            if (Read(model.Member!) is { } value && Text(value) is { Length: > 0 } text)
                _texts[model] = text;
        build.State.Parameters = given;
    }

    public string? Of(ParameterModel model) =>
        model.Member is null && model.Name == BuiltInParameters.Verbosity ? nameof(Verbosity.Normal) : _texts.GetValueOrDefault(model);

    /// <summary>What the members of secret parameters hold now, whether it was given or is their default.</summary>
    public IEnumerable<string> Secrets(ParameterCatalog catalog) =>
        catalog.Own.Where(x => x.IsSecret).SelectMany(x => Read(x.Member!) switch
        {
            string text => [text],
            IEnumerable<string> texts => texts,
            _ => [],
        });

    private object? Read(MemberInfo member)
    {
        try
        {
            return member is FieldInfo field ? field.GetValue(build) : ((PropertyInfo)member).GetValue(build);
        }
        catch (Exception exception) when (exception is TargetInvocationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(object value) => value switch
    {
        false => null,
        string text => text,
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list => string.Join(' ', list.Cast<object?>()),
        _ => value.ToString(),
    };
}
