using System.Reflection;
using Nuke.Common.Execution;

namespace Nuke.Common.Parameters;

/// <summary>Checks values against the members that yield the valid ones.</summary>
internal static class ValueProviders
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    /// <exception cref="UsageException">A value is not among the valid ones.</exception>
    public static void Check(NukeBuild build, ParameterValues values)
    {
        var problems = new List<string>();
        foreach (var entry in values.Entries.Where(x => x.Model.ValueProviderMember is not null))
        {
            var valid = Valid(build, entry.Model);
            foreach (var text in entry.Raw.Texts)
            {
                try
                {
                    ValueConverter.Choose(text, valid);
                }
                catch (FormatException exception)
                {
                    problems.Add($"{entry.Raw.Source}: '{text}' {exception.Message}" + (exception.Message[^1] == '?' ? "" : "."));
                }
            }
        }
        if (problems.Count > 0) throw new UsageException(problems);
    }

    /// <summary>The only values a parameter can have, or null where it is open.</summary>
    public static IReadOnlyList<string>? Choices(NukeBuild build, ParameterModel model) =>
        model.ValueProviderMember is null ? model.Choices : Valid(build, model);

    private static List<string> Valid(NukeBuild build, ParameterModel model)
    {
        var owner = model.Member!.DeclaringType!;
        var value = owner.GetMember(model.ValueProviderMember!, All).FirstOrDefault() switch
        {
            FieldInfo field => field.GetValue(build),
            PropertyInfo property => property.GetValue(build),
            MethodInfo method => method.Invoke(build, null),
            _ => throw new BuildDefinitionException($"Parameter '{model.Name}' names '{model.ValueProviderMember}' as provider of its values, which {owner.Name} does not have."),
        };
        return value is IEnumerable<object> list
            ? [.. list.Select(x => x.ToString() ?? "")]
            : throw new BuildDefinitionException($"'{owner.Name}.{model.ValueProviderMember}' must yield a sequence of texts.");
    }
}
