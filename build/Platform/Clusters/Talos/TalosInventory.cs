using System.Collections.Immutable;
using TalosPlatform.Clusters.Docker;

namespace TalosPlatform.Clusters.Talos;

/// <summary>How a cluster stands.</summary>
public enum TalosCondition
{
    /// <summary>There is nothing of it.</summary>
    Absent,

    /// <summary>Its creation broke off, or parts of it are gone.</summary>
    Broken,

    /// <summary>It was ready, but nodes of it do not run.</summary>
    Stopped,

    /// <summary>All of its nodes run.</summary>
    Running,
}

/// <summary>What there is of a cluster.</summary>
/// <param name="Condition">How it stands.</param>
/// <param name="State">What it was made of; null when that is lost.</param>
/// <param name="Nodes">Its containers.</param>
/// <param name="ControlPlane">The container of the control plane.</param>
public sealed record TalosInventoryResult(TalosCondition Condition, TalosState? State, ImmutableArray<DockerContainer> Nodes, DockerContainer? ControlPlane);

/// <summary>Compares a cluster's files with what Docker has of it. talosctl is not asked: it shows clusters that do not exist without an error.</summary>
public sealed class TalosInventory(IDockerEngine engine, TalosFolder folder, TalosNames names)
{
    /// <summary>Looks.</summary>
    public async Task<TalosInventoryResult> ReadAsync(CancellationToken cancellation)
    {
        var state = TalosState.Read(folder);
        var nodes = await engine.ContainersAsync(names.NodeLabels, cancellation);
        var controlPlane = nodes.FirstOrDefault(n => n.Name == names.ControlPlane);
        var nothing = nodes.IsEmpty && !folder.HasTraces && (await engine.NetworksAsync(names.NodeLabels, cancellation)).IsEmpty;
        var condition = nothing ? TalosCondition.Absent
            : state is not { Ready: true } || nodes.Length != state.Nodes || controlPlane is null || !File.Exists(folder.Kubeconfig) ? TalosCondition.Broken
            : nodes.Any(n => n.State != "running") ? TalosCondition.Stopped
            : TalosCondition.Running;
        return new TalosInventoryResult(condition, state, nodes, controlPlane);
    }
}
