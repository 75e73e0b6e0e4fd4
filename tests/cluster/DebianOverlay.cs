using TalosPlatform.Tests.Cluster.Images;

namespace TalosPlatform.Tests.Cluster;

/// <summary>What a workspace needs to say so that the stack runs on the images of the reference cluster: Debian's Prometheus is a version 2, which
/// refuses some flags and two settings of the stack's own configuration.</summary>
public static class DebianOverlay
{
    private static readonly string[] Unknown = ["otlp:", "fallback_scrape_protocol:"];

    /// <summary>Writes configuration and overlay into a workspace.</summary>
    /// <param name="workspace">Folder of the workspace.</param>
    /// <param name="repository">Root of the platform's repository.</param>
    /// <param name="cluster">Further keys of <c>cluster</c>, as they stand between braces.</param>
    /// <param name="more">Further lines of the configuration.</param>
    public static void Write(string workspace, string repository, string cluster = "name: under-test", string more = "")
    {
        Directory.CreateDirectory(Path.Combine(workspace, ".talos-dev"));
        Directory.CreateDirectory(Path.Combine(workspace, "debian"));
        File.WriteAllText(Path.Combine(workspace, ".talos-dev", "config.yaml"), $$"""
            cluster: { {{cluster}} }
            stack:
              profile: minimal
              without: [grafana, kube-state-metrics, local-path-storage]
              kustomize: [debian]
              imageOverrides:
                prometheus: {{ReferenceImages.Prometheus}}
                alertmanager: {{ReferenceImages.Alertmanager}}
                node-exporter: {{ReferenceImages.NodeExporter}}
                {{string.Join("\n    ", DatabaseImages.Overrides.Select(image => $"{image.Key}: {image.Value}"))}}
            {{more}}
            """);
        File.WriteAllText(Path.Combine(workspace, "debian", "prometheus.yml"), Configuration(File.ReadAllLines(Path.Combine(repository, "stack", "prometheus", "prometheus.yml"))));
        File.WriteAllText(Path.Combine(workspace, "debian", "kustomization.yaml"), """
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            configMapGenerator:
              - name: prometheus-config
                namespace: observability
                behavior: replace
                files: [prometheus.yml]
                options: { disableNameSuffixHash: true }
            patches:
              - target: { kind: Deployment, name: prometheus }
                patch: |
                  - op: replace
                    path: /spec/template/spec/containers/0/args
                    value:
                      - --config.file=/etc/prometheus/config/prometheus.yml
                      - --enable-feature=exemplar-storage
                      - --storage.tsdb.path=/prometheus
                      - --storage.tsdb.retention.time=$(RETENTION)
                      - --rules.alert.resend-delay=10s
                      - --web.enable-lifecycle
                      - --web.enable-remote-write-receiver
                      - --web.external-url=http://prometheus.localhost/
            """);
    }

    // A block ends at the next line that is not indented deeper than its key.
    private static string Configuration(IEnumerable<string> lines)
    {
        var kept = new List<string>();
        int? leftOut = null;
        foreach (var line in lines)
        {
            var indent = line.Length - line.TrimStart().Length;
            if (leftOut is { } depth && (line.Trim().Length == 0 || indent > depth))
                continue;
            leftOut = Array.Exists(Unknown, key => line.TrimStart().StartsWith(key, StringComparison.Ordinal)) ? indent : null;
            if (leftOut is null)
                kept.Add(line);
        }

        return string.Join('\n', kept);
    }
}
