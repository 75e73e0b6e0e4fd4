namespace TalosPlatform.Clusters.Talos;

/// <summary>Patches of the nodes' configuration, in the dialect of the image.</summary>
public static class TalosPatches
{
    /// <summary>Patch of the control plane: metrics of its components can be scraped from pods, etcd does not wait for the disk, nothing is audited.</summary>
    /// <param name="image">Image of the nodes.</param>
    /// <param name="schedulable">Whether pods may run on the control plane.</param>
    public static string ControlPlane(TalosImage image, bool schedulable) => image.IsMultiDocument ? Documents(schedulable) : Single(schedulable);

    // Without them every component but etcd and kube-proxy binds its metrics to 127.0.0.1 of the node, where no pod gets.
    private static string Single(bool schedulable) =>
        """
        cluster:
          controllerManager:
            extraArgs:
              bind-address: 0.0.0.0
          scheduler:
            extraArgs:
              bind-address: 0.0.0.0
          proxy:
            extraArgs:
              metrics-bind-address: 0.0.0.0:10249
          etcd:
            extraArgs:
              listen-metrics-urls: http://0.0.0.0:2381
              unsafe-no-fsync: "true"
          apiServer:
            auditPolicy:
              apiVersion: audit.k8s.io/v1
              kind: Policy
              rules:
                - level: None

        """ + (schedulable ? "  allowSchedulingOnControlPlanes: true\n" : "");

    private static string Documents(bool schedulable) =>
        """
        cluster:
          etcd:
            extraArgs:
              listen-metrics-urls: http://0.0.0.0:2381
              unsafe-no-fsync: "true"
        ---
        apiVersion: v1alpha1
        kind: KubeControllerManagerConfig
        extraArgs:
          bind-address: 0.0.0.0
        ---
        apiVersion: v1alpha1
        kind: KubeSchedulerConfig
        extraArgs:
          bind-address: 0.0.0.0
        ---
        apiVersion: v1alpha1
        kind: KubeProxyConfig
        extraArgs:
          metrics-bind-address: 0.0.0.0:10249
        ---
        apiVersion: v1alpha1
        kind: KubeAuditPolicyConfig
        configuration:
          apiVersion: audit.k8s.io/v1
          kind: Policy
          rules:
            - level: None

        """ + (schedulable
            ? """
              ---
              apiVersion: v1alpha1
              kind: KubeNodeConfig
              taints:
                node-role.kubernetes.io/control-plane:
                  $patch: delete

              """
            : "");
}
