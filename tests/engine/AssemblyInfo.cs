// Builds write to the console and have static members, as the API they are compatible with demands.
[assembly: Parallelization(Mode = ParallelizationMode.None)]
