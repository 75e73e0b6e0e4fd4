namespace TalosPlatform.Clusters.Docker;

/// <summary>Something that stops a cluster, or will.</summary>
/// <param name="Case">Name of the case, as <c>docs/talos-provider.md</c> lists it.</param>
/// <param name="What">What is wrong, as a sentence with the value in quotes.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Fatal">Whether there is no point in going on.</param>
public sealed record ClusterProblem(string Case, string What, string Fix, bool Fatal = true);
