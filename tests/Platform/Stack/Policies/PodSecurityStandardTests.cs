using CsCheck;
using TalosPlatform.Shared.Yaml;
using TalosPlatform.Stack.Policies;
using TalosPlatform.Stack.Policies.PodSecurity;

namespace TalosPlatform.Tests.Stack.Policies;

/// <summary>Every control of the Pod Security Standards, by what it forbids.</summary>
public sealed class PodSecurityStandardTests
{
    // A pod that restricted admits. What stands at the markers is replaced.
    private const string Hardened =
        """
        apiVersion: v1
        kind: Pod
        metadata: { name: p, annotations: { ANNOTATIONS } }
        spec:
          POD
          securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault }, PODCONTEXT }
          containers:
            - name: c
              CONTAINER
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, CONTEXT }
        """;

    [Fact]
    public void A_hardened_pod_is_admitted_everywhere() => Assert.Empty(PodSecurityStandard.Check(Pod(Hardened), PodSecurityLevel.Restricted));

    [Theory]
    [InlineData("POD", "hostNetwork: true", "hostNamespaces")]
    [InlineData("POD", "hostPID: true", "hostNamespaces")]
    [InlineData("POD", "hostIPC: true", "hostNamespaces")]
    [InlineData("POD", "volumes: [{ name: v, hostPath: { path: / } }]", "hostPathVolumes")]
    [InlineData("CONTAINER", "ports: [{ containerPort: 80, hostPort: 80 }]", "hostPorts")]
    [InlineData("PODCONTEXT", "windowsOptions: { hostProcess: true }", "windowsHostProcess")]
    [InlineData("CONTEXT", "windowsOptions: { hostProcess: true }", "windowsHostProcess")]
    [InlineData("CONTAINER", "livenessProbe: { httpGet: { port: 80, host: 10.0.0.1 } }", "hostProbesAndHostLifecycle")]
    [InlineData("CONTAINER", "readinessProbe: { tcpSocket: { port: 80, host: 10.0.0.1 } }", "hostProbesAndHostLifecycle")]
    [InlineData("CONTAINER", "lifecycle: { preStop: { httpGet: { port: 80, host: 10.0.0.1 } } }", "hostProbesAndHostLifecycle")]
    [InlineData("CONTEXT", "privileged: true", "privileged")]
    [InlineData("CONTEXT", "procMount: Unmasked", "procMount")]
    [InlineData("PODCONTEXT", "appArmorProfile: { type: Unconfined }", "appArmorProfile")]
    [InlineData("CONTEXT", "appArmorProfile: { type: Unconfined }", "appArmorProfile")]
    [InlineData("ANNOTATIONS", "container.apparmor.security.beta.kubernetes.io/c: unconfined", "appArmorProfile")]
    [InlineData("PODCONTEXT", "seLinuxOptions: { type: spc_t }", "seLinuxOptions")]
    [InlineData("CONTEXT", "seLinuxOptions: { user: root }", "seLinuxOptions")]
    [InlineData("CONTEXT", "seLinuxOptions: { role: system_r }", "seLinuxOptions")]
    [InlineData("PODCONTEXT", "sysctls: [{ name: kernel.msgmax, value: '1' }]", "sysctls")]
    public void Baseline_forbids(string marker, string field, string control) =>
        Assert.Equal((control, PodSecurityLevel.Privileged), (Assert.Single(PodSecurityStandard.Check(With(marker, field), PodSecurityLevel.Baseline)).Control, PodSecurityStandard.LevelOf(With(marker, field))));

    [Theory]
    [InlineData("drop: [ALL]", "add: [SYS_ADMIN]", "capabilities_baseline", "Privileged")]
    [InlineData("drop: [ALL]", "drop: [ALL], add: [CHOWN]", "capabilities_restricted", "Baseline")]
    [InlineData("drop: [ALL]", "drop: [all]", "capabilities_restricted", "Baseline")]
    [InlineData("drop: [ALL]", "drop: [ALL], add: [NET_BIND_SERVICE]", "", "Restricted")]
    [InlineData("capabilities: { drop: [ALL] },", "", "capabilities_restricted", "Baseline")]
    [InlineData("allowPrivilegeEscalation: false,", "", "allowPrivilegeEscalation", "Baseline")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true", "allowPrivilegeEscalation", "Baseline")]
    [InlineData("runAsNonRoot: true,", "", "runAsNonRoot", "Baseline")]
    [InlineData("runAsNonRoot: true,", "runAsNonRoot: false,", "runAsNonRoot", "Baseline")]
    [InlineData("CONTEXT }", "runAsNonRoot: false }", "runAsNonRoot", "Baseline")]
    [InlineData("CONTEXT }", "runAsUser: 0 }", "runAsUser", "Baseline")]
    [InlineData("PODCONTEXT }", "runAsUser: 0 }", "runAsUser", "Baseline")]
    [InlineData("CONTEXT }", "runAsUser: 1000 }", "", "Restricted")]
    [InlineData("seccompProfile: { type: RuntimeDefault },", "", "seccompProfile_restricted", "Baseline")]
    [InlineData("type: RuntimeDefault", "type: Unconfined", "seccompProfile_baseline", "Privileged")]
    [InlineData("CONTEXT }", "seccompProfile: { type: Unconfined } }", "seccompProfile_baseline", "Privileged")]
    [InlineData("CONTEXT }", "seccompProfile: { type: Localhost, localhostProfile: p.json } }", "", "Restricted")]
    public void Restricted_forbids(string old, string replaced, string control, string level)
    {
        // The last marker of this text: the container's context has the same name as the end of the pod's.
        var at = Hardened.LastIndexOf(old, StringComparison.Ordinal);
        var pod = Pod(Hardened[..at] + replaced + Hardened[(at + old.Length)..]);
        var expected = Enum.Parse<PodSecurityLevel>(level);
        Assert.Equal(expected, PodSecurityStandard.LevelOf(pod));
        var next = expected == PodSecurityLevel.Restricted ? PodSecurityLevel.Restricted : expected + 1;
        Assert.Equal(control.Length == 0 ? [] : [control], PodSecurityStandard.Check(pod, next).Select(v => v.Control).Distinct());
    }

    [Theory]
    [InlineData("configMap: { name: x }", true)]
    [InlineData("csi: { driver: x }", true)]
    [InlineData("downwardAPI: {}", true)]
    [InlineData("emptyDir: {}", true)]
    [InlineData("ephemeral: {}", true)]
    [InlineData("persistentVolumeClaim: { claimName: x }", true)]
    [InlineData("projected: {}", true)]
    [InlineData("secret: { secretName: x }", true)]
    [InlineData("emptyDir:", true)]
    [InlineData("nfs: { server: x, path: / }", false)]
    [InlineData("image: { reference: x }", false)]
    [InlineData("hostPath: { path: / }", false)]
    public void Restricted_admits_volumes_of_these_types(string type, bool admitted)
    {
        var pod = With("POD", $"volumes: [{{ name: v, {type} }}]");
        Assert.Equal(admitted ? [] : ["restrictedVolumes"], PodSecurityStandard.Check(pod, PodSecurityLevel.Restricted).Select(v => v.Control));
    }

    [Theory]
    [InlineData("kernel.shm_rmid_forced")]
    [InlineData("net.ipv4.ip_local_port_range")]
    [InlineData("net.ipv4.ip_unprivileged_port_start")]
    [InlineData("net.ipv4.tcp_syncookies")]
    [InlineData("net.ipv4.ping_group_range")]
    [InlineData("net.ipv4.tcp_keepalive_time")]
    [InlineData("net.ipv4.tcp_rmem")]
    public void Safe_kernel_settings_are_admitted(string name) => Assert.Empty(PodSecurityStandard.Check(With("PODCONTEXT", $"sysctls: [{{ name: {name}, value: '1' }}]"), PodSecurityLevel.Restricted));

    [Theory]
    [InlineData("initContainers")]
    [InlineData("ephemeralContainers")]
    public void Every_kind_of_container_is_judged(string kind) =>
        Assert.Contains(PodSecurityStandard.Check(With("POD", $"{kind}: [{{ name: i, securityContext: {{ privileged: true }} }}]"), PodSecurityLevel.Baseline), v => v.Control == "privileged" && v.Message.Contains("\"i\"", StringComparison.Ordinal));

    [Fact]
    public void In_a_user_namespace_root_is_nobody() =>
        Assert.Empty(PodSecurityStandard.Check(Pod(Hardened.Replace("POD\n", "hostUsers: false\n", StringComparison.Ordinal).Replace("runAsNonRoot: true", "runAsUser: 0", StringComparison.Ordinal).Replace("CONTEXT }", "procMount: Unmasked }", StringComparison.Ordinal)), PodSecurityLevel.Restricted));

    [Fact]
    public void Pods_for_windows_need_nothing_that_only_linux_has() => Assert.Equal(
        ["runAsNonRoot"],
        PodSecurityStandard.Check(Pod("apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { os: { name: windows }, containers: [{ name: c }] }"), PodSecurityLevel.Restricted).Select(v => v.Control));

    // Not for Windows: there the API refuses the fields of Linux, and the standard waives them at restricted alone.
    [Fact]
    public void What_restricted_admits_baseline_admits_too()
    {
        (string, string)[] fields =
        [
            ("POD", "hostNetwork: true"), ("POD", "hostUsers: false"), ("POD", "volumes: [{ name: v, hostPath: { path: / } }]"), ("CONTEXT", "privileged: true"),
            ("CONTEXT", "seccompProfile: { type: Unconfined }"), ("PODCONTEXT", "seLinuxOptions: { type: spc_t }"), ("CONTEXT", "procMount: Unmasked"), ("CONTEXT", "runAsUser: 0"),
            ("CONTEXT", "runAsNonRoot: false"), ("PODCONTEXT", "runAsUser: 0"), ("CONTAINER", "ports: [{ containerPort: 1, hostPort: 1 }]"), ("ANNOTATIONS", "a: b"),
        ];
        Gen.Int[0, fields.Length - 1].HashSet[0, 4].Sample(chosen =>
        {
            // A field of each place at most: two in one would be the same key twice.
            var yaml = chosen.Select(i => fields[i]).DistinctBy(f => f.Item1).Aggregate(Hardened, (text, f) => Text(text, f.Item1, f.Item2));
            return PodSecurityStandard.Check(Pod(yaml), PodSecurityLevel.Restricted).Count > 0 || PodSecurityStandard.Check(Pod(yaml), PodSecurityLevel.Baseline).Count == 0;
        });
    }

    [Fact]
    public void Privileged_admits_everything() => Assert.Empty(PodSecurityStandard.Check(With("CONTEXT", "privileged: true"), PodSecurityLevel.Privileged));

    [Theory]
    [InlineData("Deployment", "spec: { template: { spec: { containers: [{ name: c }] } } }")]
    [InlineData("CronJob", "spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: c }] } } } } }")]
    [InlineData("Pod", "spec: { containers: [{ name: c }] }")]
    public void The_pod_of_every_workload_is_found(string kind, string spec) => Assert.Single(Pod($"apiVersion: v1\nkind: {kind}\n{spec}").Containers);

    private static PodTemplate With(string marker, string field) => Pod(Text(Hardened, marker, field));

    private static string Text(string yaml, string marker, string field) => marker switch
    {
        "POD" => yaml.Replace("POD\n", field + "\n", StringComparison.Ordinal),
        "CONTEXT" => yaml.Replace(", CONTEXT }", $", {field} }}", StringComparison.Ordinal),
        _ => yaml.Replace(marker, field, StringComparison.Ordinal),
    };

    private static PodTemplate Pod(string yaml)
    {
        foreach (var marker in (string[])[", PODCONTEXT", ", CONTEXT", " CONTEXT", "ANNOTATIONS", "  POD\n", "      CONTAINER\n"])
            yaml = yaml.Replace(marker, "", StringComparison.Ordinal);
        var file = YamlFile.Parse(yaml, "pod.yaml");
        Assert.Empty(file.Findings);
        return PodTemplate.Of(file.Root!)!;
    }
}
