using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Parameters;

/// <summary>Sets the fields and properties of a build to the values of its parameters.</summary>
internal static class ParameterInjector
{
    /// <summary>
    /// Sets every member that holds its value. Members computed from <c>TryGetValue</c>, as in components, look their value up
    /// themselves.
    /// </summary>
    public static void Inject(NukeBuild build, ParameterValues values)
    {
        foreach (var entry in values.Entries)
        {
            switch (entry.Model.Member)
            {
                case FieldInfo field:
                    field.SetValue(field.IsStatic ? null : build, entry.Value);
                    break;
                case PropertyInfo { DeclaringType.IsInterface: false, CanWrite: true } property:
                    property.SetValue(build, entry.Value);
                    break;
                case PropertyInfo { DeclaringType.IsInterface: false } property when BackingField(property) is { } backing:
                    backing.SetValue(backing.IsStatic ? null : build, entry.Value);
                    break;
            }
        }
    }

    private static FieldInfo? BackingField(PropertyInfo property) =>
        property.DeclaringType!.GetField(
            $"<{property.Name}>k__BackingField",
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic) is { } field && field.IsDefined(typeof(CompilerGeneratedAttribute))
            ? field
            : null;
}
