using System.Reflection;

namespace Nuke.Common.Parameters;

/// <summary>The values given to the parameters of a build.</summary>
internal sealed class ParameterValues
{
    private readonly List<Entry> _entries = [];

    /// <summary>A parameter with its converted value.</summary>
    internal sealed record Entry(ParameterModel Model, object Value, RawValue Raw);

    /// <summary>What remains of unusable arguments that ask for help.</summary>
    public static ParameterValues OnlyHelp
    {
        get
        {
            var values = new ParameterValues();
            values.Add(BuiltInParameters.All.First(x => x.Name == BuiltInParameters.Help), true, new RawValue([], "--help", ""));
            return values;
        }
    }

    public IReadOnlyList<Entry> Entries => _entries;

    public void Add(ParameterModel model, object value, RawValue raw) => _entries.Add(new Entry(model, value, raw));

    /// <summary>Value of an engine parameter, or the default of its type.</summary>
    public T? Get<T>(string name) => _entries.Find(x => x.Model.Member is null && x.Model.Name == name) is { Value: T value } ? value : default;

    public bool Has(string name) => _entries.Exists(x => x.Model.Member is null && x.Model.Name == name);

    public bool Has(ParameterModel model) => _entries.Exists(x => x.Model == model);

    /// <summary>Value given to the parameter declared by <paramref name="member"/>, or null.</summary>
    /// <param name="member">The field or property.</param>
    /// <param name="type">Type the caller wants.</param>
    public object? Find(MemberInfo member, Type type)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        foreach (var entry in _entries)
            if (entry.Model.Member is { } declared && declared.Name == member.Name && declared.DeclaringType == member.DeclaringType)
                return wanted.IsInstanceOfType(entry.Value) ? entry.Value : null;
        return null;
    }

    /// <summary>The texts given to secret parameters.</summary>
    public IEnumerable<string> Secrets => _entries.Where(x => x.Model.IsSecret).SelectMany(x => x.Raw.Texts);
}
