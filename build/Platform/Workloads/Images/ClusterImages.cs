using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack;
using TalosPlatform.Stack.Kubernetes;

namespace TalosPlatform.Workloads.Images;

/// <summary>Deploys applications to a cluster with images that are built for it.</summary>
public static class ClusterImages
{
    /// <summary>Builds and pushes, then deploys those applications that have an image; the others are remembered as left out.</summary>
    public static async Task<IServiceGateway> DeployAsync(
        KubernetesPlatform platform, AppImages images, IReadOnlyList<AppDefinition> apps, string registry, IProgressReporter progress, KubernetesStateFile state, CancellationToken cancellation)
    {
        var built = await images.EnsureAsync(apps, registry, cancellation);
        foreach (var (app, reason) in built.LeftOut)
            progress.Warn($"{app} is left out: {reason}.");
        await platform.DeployAppsAsync([.. apps.Where(a => !built.LeftOut.ContainsKey(a.Name))], built.References, cancellation);
        state.Update(s => s with { Services = s.Services.SetItems(built.LeftOut.Select(l => KeyValuePair.Create(l.Key, new DeployedService("sample", "", l.Value, null, [])))) });
        return await platform.ConnectAsync(cancellation);
    }
}
