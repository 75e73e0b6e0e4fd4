using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>Finds the targets that a definition names by component.</summary>
internal sealed class TargetReferences(NukeBuild build, string owner)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The named targets of component <typeparamref name="T"/>, its only one when none is named.</summary>
    /// <param name="selectors">Name targets of the component.</param>
    /// <param name="optional">Nothing is meant when the build lacks the component.</param>
    public IEnumerable<Target> Of<T>(Func<T, Target>[] selectors, bool optional)
    {
        if (build is not T component)
            return optional ? [] : throw new BuildDefinitionException($"Target '{owner}' refers to {typeof(T).Name}, which the build does not implement.");
        return selectors.Length > 0
            ? selectors.Select(x => x(component))
            : [(Target)Only(typeof(T)).GetValue(build)!];
    }

    /// <summary>
    /// The properties that are named, whatever overrides them; without names the only one of component
    /// <typeparamref name="T"/>, which may itself override another component's.
    /// </summary>
    public IEnumerable<PropertyInfo> OwnOf<T>(Expression<Func<T, Target>>[] selectors)
    {
        if (build is not T) throw new BuildDefinitionException($"Target '{owner}' inherits from {typeof(T).Name}, which the build does not implement.");
        return selectors.Length > 0
            ? selectors.Select(x => (PropertyInfo)MemberExpressions.Member(x))
            : [Only(typeof(T))];
    }

    /// <summary>Value of exactly this property, not of one that overrides it.</summary>
    public Target ReadOwn(PropertyInfo property)
    {
        // A delegate made from the method's own pointer does not dispatch virtually.
        var pointer = property.GetMethod!.MethodHandle.GetFunctionPointer();
        return ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, pointer)!)();
    }

    private PropertyInfo Only(Type component)
    {
        var own = Properties(component).ToList();
        return own.Count == 1
            ? own[0]
            : throw new BuildDefinitionException(
                $"Target '{owner}' refers to {component.Name} without naming a target. It declares {own.Count}: write <{component.Name}>(x => x.Name).");
    }

    private static IEnumerable<PropertyInfo> Properties(Type component) =>
        component.GetProperties(Declared).Where(x => x.PropertyType == typeof(Target));
}
