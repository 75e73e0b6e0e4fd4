namespace TalosPlatform.Stack.Policies.Rules;

/// <summary>Looks for one kind of mistake.</summary>
internal interface IManifestRule
{
    /// <summary>Reports every mistake at its place.</summary>
    void Check(ManifestSet manifests);
}
