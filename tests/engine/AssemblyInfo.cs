// Builds write to the console and have static members, as the API they are compatible with demands.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
