using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Execution;

/// <summary>Collects what a target's lambda says.</summary>
internal sealed class TargetDefinition(NukeBuild build, ExecutableTarget target, IReadOnlyList<PropertyInfo> declarations) : ITargetDefinition
{
    private readonly TargetReferences _references = new(build, target.Name);
    private readonly List<(Action<ExecutableTarget, ExecutableTarget> Connect, Target Other)> _edges = [];
    private int _level;

    /// <summary>Turns the references to other targets into edges.</summary>
    /// <exception cref="BuildDefinitionException">A reference is to no target of the build.</exception>
    public void Connect(TargetCatalog catalog)
    {
        foreach (var (connect, other) in _edges)
        {
            var found = (other is null ? null : catalog.Find(other))
                ?? throw new BuildDefinitionException($"Target '{target.Name}' refers to something that is no target of the build. Targets are properties of the build class or of its components.");
            connect(target, found);
        }
    }

    public ITargetDefinition Description(string description) => Set(() => target.Description = description);

    public ITargetDefinition Executes(params Action[] actions) =>
        Set(() => target.Actions.AddRange(actions.Select(action => (Func<Task>)(() =>
        {
            action();
            return Task.CompletedTask;
        }))));

    public ITargetDefinition Executes<T>(Func<T> func) => Executes(() => { func(); });

    public ITargetDefinition Executes(Func<Task> func) => Set(() => target.Actions.Add(func));

    public ITargetDefinition DependsOn(params Target[] targets) => Edges(targets, static (self, other) => Link(self.DependsOn, other));

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => DependsOn([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => DependsOn([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition DependentFor(params Target[] targets) => Edges(targets, static (self, other) => Link(other.DependsOn, self));

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => DependentFor([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => DependentFor([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition Before(params Target[] targets) => Edges(targets, static (self, other) => Link(other.After, self));

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Before([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => Before([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition After(params Target[] targets) => Edges(targets, static (self, other) => Link(self.After, other));

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => After([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => After([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition Triggers(params Target[] targets) => Edges(targets, static (self, other) => LinkTrigger(self, other));

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Triggers([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => Triggers([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition TriggeredBy(params Target[] targets) => Edges(targets, static (self, other) => LinkTrigger(other, self));

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy([.. _references.Of(targets, optional: true)]);

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null) =>
        Set(() => target.DynamicConditions.Add(Condition.Of(condition, conditionExpression)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null) =>
        Set(() => target.StaticConditions.Add(Condition.Of(condition, conditionExpression)));

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements) where T : class =>
        Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements) where T : struct =>
        Require([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) => Require([requirement, .. requirements]);

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => Set(() => target.DependencyBehavior = dependencyBehavior);

    public ITargetDefinition AssuredAfterFailure() => Set(() => target.AssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => Set(() => target.ProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => Set(() => target.Listed = false);

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var inherited in targets) inherited(this);
        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        foreach (var property in _references.OwnOf(targets)) TakeOver(property);
        return this;
    }

    public ITargetDefinition Base()
    {
        if (_level + 1 >= declarations.Count || declarations[_level + 1].GetMethod!.IsAbstract)
            throw new BuildDefinitionException($"Target '{target.Name}' says Base() but overrides nothing.");
        TakeOver(declarations[_level + 1]);
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts) => Set(() => target.Products.AddRange(artifacts));

    public ITargetDefinition Consumes(params Target[] targets) => Edges(targets, static (_, _) => { });

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes([.. _references.Of(targets, optional: false)]);

    public ITargetDefinition Consumes<T>(params string[] artifacts) => Consumes([.. _references.Of<T>([], optional: false)]);

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => Consumes([target]);

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => Consumes([target]);

    public ITargetDefinition Partition(int size) => Set(() => target.PartitionSize = size);

    private TargetDefinition Require(LambdaExpression[] requirements) => Set(() => target.Requirements.AddRange(requirements));

    private TargetDefinition Set(Action change)
    {
        change();
        return this;
    }

    /// <summary>A definition taken over may say Base itself, and then means the next one down from its own property.</summary>
    private void TakeOver(PropertyInfo property)
    {
        var level = _level;
        for (var i = 0; i < declarations.Count; i++)
            if (declarations[i].Name == property.Name && declarations[i].DeclaringType == property.DeclaringType)
                _level = i;
        _references.ReadOwn(property)(this);
        _level = level;
    }

    private TargetDefinition Edges(Target[] targets, Action<ExecutableTarget, ExecutableTarget> connect)
    {
        foreach (var other in targets) _edges.Add((connect, other));
        return this;
    }

    private static void Link(List<ExecutableTarget> list, ExecutableTarget target)
    {
        if (!list.Contains(target)) list.Add(target);
    }

    private static void LinkTrigger(ExecutableTarget trigger, ExecutableTarget triggered)
    {
        Link(trigger.Triggered, triggered);
        Link(triggered.TriggeredBy, trigger);
    }
}
