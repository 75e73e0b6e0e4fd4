using TalosPlatform.Testing;

namespace TalosBuild.Targets;

internal interface ITestCluster : ITest
{
    Target TestCluster => _ => _
        .Description("Run the platform on a real Kubernetes built from Debian's packages, and prove what it does there")
        .Executes(() => RunTestsAsync(TestRun.ClusterProjects));
}
