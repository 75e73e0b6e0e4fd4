namespace TalosBuild.Targets;

internal interface IValidateManifests : IPlatformBuild
{
    Target ValidateManifests => _ => _
        .Description("Check Kubernetes manifests against Pod Security, quotas, network policies and RBAC, without a cluster")
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Stack.Policies.ValidateManifests.RunAsync(Session.Run, Session.Stopping));
}
