namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>Levels of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/), from the most open to the strictest.</summary>
public enum PodSecurityLevel
{
    /// <summary>Everything is allowed.</summary>
    Privileged,

    /// <summary>What is known to give a pod rights over its node is forbidden.</summary>
    Baseline,

    /// <summary>Hardened as is the practice today: no root, no capabilities, a seccomp profile.</summary>
    Restricted,
}
