using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.Planning;

namespace Nuke.Common.Execution;

/// <summary>The targets of a build: its own and those of its components, with their edges.</summary>
internal sealed class TargetCatalog
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<(Target Factory, ExecutableTarget Target)> _byFactory = [];

    private TargetCatalog() { }

    /// <summary>All targets in declaration order, the build class's before those of components.</summary>
    public List<ExecutableTarget> Targets { get; } = [];

    /// <summary>The targets as the planner sees them.</summary>
    public IReadOnlyList<PlanNode> Graph =>
        [.. Targets.Select(x => new PlanNode(x.Name, Names(x.DependsOn), Names(x.After), Names(x.TriggeredBy)))];

    /// <summary>Reads the targets of <paramref name="build"/>.</summary>
    /// <exception cref="BuildDefinitionException">A target is declared twice, is null, or refers to something that is no target.</exception>
    public static TargetCatalog Of(NukeBuild build)
    {
        var catalog = new TargetCatalog();
        var definitions = new List<(Target Factory, TargetDefinition Definition)>();
        foreach (var (name, declarations) in Declarations(build.GetType()))
        {
            var factory = (Target?)Effective(name, declarations).GetValue(build)
                ?? throw new BuildDefinitionException($"Target '{name}' is null. Write 'Target {name} => _ => _;' for a target without actions.");
            var target = new ExecutableTarget(name);
            catalog.Targets.Add(target);
            catalog._byFactory.Add((factory, target));
            definitions.Add((factory, new TargetDefinition(build, target, declarations)));
        }
        foreach (var (factory, definition) in definitions) factory(definition);
        foreach (var (_, definition) in definitions) definition.Connect(catalog);
        return catalog;
    }

    /// <summary>The target a property yields, or null.</summary>
    public ExecutableTarget? Find(Target factory)
    {
        foreach (var (known, target) in _byFactory)
            if (known.Equals(factory))
                return target;

        // A lambda that captures locals is a new object on every read; its method still tells which property it is from.
        var sameMethod = _byFactory.Where(x => x.Factory.Method == factory.Method).Select(x => x.Target).ToList();
        return sameMethod.Count == 1 ? sameMethod[0] : null;
    }

    /// <summary>The targets with these names; case and dashes do not count.</summary>
    /// <exception cref="UsageException">A name is none of a target.</exception>
    public IReadOnlyList<ExecutableTarget> Resolve(IEnumerable<string> names)
    {
        var found = new List<ExecutableTarget>();
        var problems = new List<string>();
        foreach (var name in names)
        {
            var key = ParameterNames.Key(name);
            if (Targets.Find(x => ParameterNames.Key(x.Name) == key) is { } target) found.Add(target);
            else problems.Add(Unknown(name));
        }
        return problems.Count == 0 ? found : throw new UsageException(problems);
    }

    private string Unknown(string name)
    {
        var listed = Targets.Where(x => x.Listed).Select(x => x.Name).ToList();
        var nearest = NearestName.Find(name, listed);
        return $"There is no target '{name}'. "
            + (nearest is null ? "" : $"Did you mean '{nearest}'? ") + $"Targets: {string.Join(", ", listed)}.";
    }

    /// <summary>
    /// Properties that declare each target, the one that counts first, then what it overrides: the class and its bases, then
    /// components that override a component, then the component.
    /// </summary>
    private static IEnumerable<(string Name, List<PropertyInfo> Declarations)> Declarations(Type buildType)
    {
        var order = new List<string>();
        var byName = new Dictionary<string, List<PropertyInfo>>(StringComparer.OrdinalIgnoreCase);
        for (var type = buildType; type is not null && type != typeof(NukeBuild); type = type.BaseType)
            foreach (var property in TargetProperties(type))
                Add(property);

        // Most derived components first: what they declare explicitly overrides their bases.
        var components = buildType.GetInterfaces().Where(x => x != typeof(INukeBuild)).ToList();
        foreach (var component in components)
            foreach (var property in TargetProperties(component).Where(x => x.Name.Contains('.', StringComparison.Ordinal)))
                Add(property, listed: false);
        foreach (var component in components)
            foreach (var property in TargetProperties(component).Where(x => !x.Name.Contains('.', StringComparison.Ordinal)))
                Add(property);
        return order.Select(x => (x, byName[x]));

        void Add(PropertyInfo property, bool listed = true)
        {
            var name = property.Name[(property.Name.LastIndexOf('.') + 1)..];
            if (!byName.TryGetValue(name, out var declarations)) byName[name] = declarations = [];
            if (listed && !order.Contains(name, StringComparer.OrdinalIgnoreCase)) order.Add(name);
            declarations.Add(property);
        }
    }

    /// <summary>The property to read: the class's own, or the component's, which yields what overrides it.</summary>
    private static PropertyInfo Effective(string name, List<PropertyInfo> declarations)
    {
        if (!declarations[0].DeclaringType!.IsInterface) return declarations[0];
        var components = declarations.Where(x => !x.Name.Contains('.', StringComparison.Ordinal)).ToList();
        return components.Count == 1
            ? components[0]
            : throw new BuildDefinitionException(
                $"Target '{name}' is declared by {string.Join(" and ", components.Select(x => x.DeclaringType!.Name))}. Rename one, or declare '{name}' in the build class.");
    }

    private static IEnumerable<PropertyInfo> TargetProperties(Type type) =>
        type.GetProperties(Declared).Where(x => x.PropertyType == typeof(Target) && x.GetMethod is not null);

    private static string[] Names(List<ExecutableTarget> targets) => [.. targets.Select(x => x.Name)];
}
