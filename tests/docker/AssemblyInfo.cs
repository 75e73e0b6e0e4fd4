using TalosPlatform.Tests.Docker.Engine;

// One engine for all tests; they use it one after the other, because some of them fill its networks and ports on purpose.
[assembly: AssemblyFixture(typeof(RealDocker))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
