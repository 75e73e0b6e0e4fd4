using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Stack.Policies.PodSecurity;

/// <summary>A field of a pod that a level forbids, or that it asks for and is not there.</summary>
/// <param name="Control">Identifier of the control, as the admission plugin of Kubernetes names it.</param>
/// <param name="Level">The most open level that forbids it.</param>
/// <param name="At">The mapping the field stands in, or should stand in.</param>
/// <param name="Key">The field; where it is absent the mapping is meant.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record PodSecurityViolation(string Control, PodSecurityLevel Level, YamlMapping At, string Key, string Message);
