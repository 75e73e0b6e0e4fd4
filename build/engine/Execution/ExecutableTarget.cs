using System.Diagnostics;
using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>A target of a build with its definition and its state.</summary>
[DebuggerDisplay("{Name} ({Status})")]
public sealed class ExecutableTarget
{
    internal ExecutableTarget(string name) => Name = name;

    /// <summary>Name of the target: the name of its property.</summary>
    public string Name { get; }

    /// <summary>Text for <c>--help</c>.</summary>
    public string? Description { get; internal set; }

    /// <summary>False hides the target from <c>--help</c>.</summary>
    public bool Listed { get; internal set; } = true;

    /// <summary>Runs when the user names no target.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>The user asked for it, by name or by naming none.</summary>
    public bool Invoked { get; internal set; }

    /// <summary>Where the target stands.</summary>
    public ExecutionStatus Status { get; internal set; }

    /// <summary>How long it ran, or has run so far.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Why the target is skipped, or null.</summary>
    public string? Skipped { get; internal set; }

    /// <summary>Targets that must run before this one.</summary>
    public IReadOnlyCollection<ExecutableTarget> ExecutionDependencies => DependsOn;

    /// <summary>Targets that run before this one when they run.</summary>
    public IReadOnlyCollection<ExecutableTarget> OrderDependencies => After;

    /// <summary>Targets whose run makes this one run.</summary>
    public IReadOnlyCollection<ExecutableTarget> TriggerDependencies => TriggeredBy;

    /// <summary>Targets this one makes run.</summary>
    public IReadOnlyCollection<ExecutableTarget> Triggers => Triggered;

    /// <summary>Every target that comes before this one.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies => [.. DependsOn.Concat(After).Concat(TriggeredBy).Distinct()];

    /// <summary>What the target added to its line of the summary.</summary>
    public Dictionary<string, string> SummaryInformation { get; } = [];

    /// <summary>What a skip of this target means for its dependencies.</summary>
    public DependencyBehavior DependencyBehavior { get; internal set; }

    /// <summary>Runs even after another target has failed.</summary>
    public bool AssuredAfterFailure { get; internal set; }

    /// <summary>The build goes on when this target fails.</summary>
    public bool ProceedAfterFailure { get; internal set; }

    /// <summary>Into how many parts continuous integration may split the target, or null.</summary>
    public int? PartitionSize { get; internal set; }

    /// <summary>Artifacts the target produces (glob patterns).</summary>
    public IReadOnlyCollection<string> ArtifactProducts => Products;

    /// <summary>Name of the target.</summary>
    public override string ToString() => Name;

    internal List<ExecutableTarget> DependsOn { get; } = [];

    internal List<ExecutableTarget> After { get; } = [];

    internal List<ExecutableTarget> TriggeredBy { get; } = [];

    internal List<ExecutableTarget> Triggered { get; } = [];

    internal List<string> Products { get; } = [];

    internal List<Func<Task>> Actions { get; } = [];

    internal List<Condition> StaticConditions { get; } = [];

    internal List<Condition> DynamicConditions { get; } = [];

    internal List<LambdaExpression> Requirements { get; } = [];
}
