using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>What the engine knows about the build that runs.</summary>
internal sealed class BuildState
{
    public IReadOnlyList<ExecutableTarget> Plan { get; set; } = [];

    public TargetCatalog? Catalog { get; set; }

    public ParameterValues Parameters { get; set; } = new();

    /// <summary>The target whose actions run now, or null.</summary>
    public ExecutableTarget? Running { get; set; }
}
