using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Containers that serve something and are not asked whether they can.</summary>
internal sealed class ProbesRule : IManifestRule
{
    public const string ReadinessId = "missing-readiness-probe";
    public const string LivenessId = "missing-liveness-probe";

    public void Check(ManifestSet manifests)
    {
        foreach (var (item, pod) in manifests.Workloads.Where(w => w.Object.Kind is "Deployment" or "StatefulSet" or "DaemonSet"))
        {
            foreach (var container in pod.Containers.Where(c => c.Mappings("ports").Count > 0))
            {
                if (!container.Has("readinessProbe"))
                    container.Report("readinessProbe", ReadinessId, $"container \"{container.Text("name")}\" of {item.Kind} \"{item.Name}\" gets traffic before it can answer: add a readinessProbe", Severity.Warning);
                if (!container.Has("livenessProbe"))
                    container.Report("livenessProbe", LivenessId, $"container \"{container.Text("name")}\" of {item.Kind} \"{item.Name}\" is not restarted when it hangs: add a livenessProbe", Severity.Info);
            }
        }
    }
}
