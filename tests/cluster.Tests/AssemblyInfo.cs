using TalosPlatform.Tests.Cluster;

[assembly: AssemblyFixture(typeof(RunningCluster))]
