namespace PostgresCatalog.Faults;

/// <summary>What goes wrong on purpose. All zero: nothing does.</summary>
/// <param name="LatencyMs">Added to every request, in milliseconds, 0 to 60000.</param>
/// <param name="ErrorRate">Share of requests that fail, 0 to 1.</param>
/// <param name="MemoryLeakMiBPerSecond">Memory taken and kept, 0 to 64; ends at <c>FAULT_MEMORY_LEAK_LIMIT_MIB</c>.</param>
/// <param name="CpuBurn">Share of one core burnt, 0 to 1.</param>
/// <param name="SlowQueryMs">Added to every query by the database itself, in milliseconds, 0 to 5000.</param>
/// <param name="HeldConnections">Connections of the pool that are taken and not given back, 0 to 100.</param>
/// <param name="Crash">The process ends with exit code 1.</param>
public sealed record FaultSettings(
    double LatencyMs = 0, double ErrorRate = 0, double MemoryLeakMiBPerSecond = 0, double CpuBurn = 0,
    double SlowQueryMs = 0, double HeldConnections = 0, bool Crash = false)
{
    /// <summary>The variables <c>FAULT_*</c>, for faults that are there from the start.</summary>
    /// <exception cref="FormatException">A variable is outside its limits.</exception>
    public static FaultSettings From(IConfiguration environment) => new(
        Settings.Number(environment, "FAULT_LATENCY_MS", 0, 0, 60_000),
        Settings.Number(environment, "FAULT_ERROR_RATE", 0, 0, 1),
        Settings.Number(environment, "FAULT_MEMORY_LEAK_MIB_PER_SECOND", 0, 0, 64),
        Settings.Number(environment, "FAULT_CPU_BURN", 0, 0, 1),
        Settings.Number(environment, "FAULT_SLOW_QUERY_MS", 0, 0, 5000),
        Settings.Number(environment, "FAULT_HELD_CONNECTIONS", 0, 0, 100),
        environment["FAULT_CRASH"] == "true");

    /// <summary>The first value outside its limits as a message for the caller, or null.</summary>
    public string? Problem() =>
        !(LatencyMs is >= 0 and <= 60_000) ? "latencyMs must be from 0 to 60000."
        : !(ErrorRate is >= 0 and <= 1) ? "errorRate must be from 0 to 1."
        : !(MemoryLeakMiBPerSecond is >= 0 and <= 64) ? "memoryLeakMiBPerSecond must be from 0 to 64."
        : !(CpuBurn is >= 0 and <= 1) ? "cpuBurn must be from 0 to 1."
        : !(SlowQueryMs is >= 0 and <= 5000) ? "slowQueryMs must be from 0 to 5000."
        : !(HeldConnections is >= 0 and <= 100) ? "heldConnections must be from 0 to 100."
        : null;
}

/// <summary>Body of <c>PUT</c> and <c>POST /faults</c>: what is absent is off (PUT) or stays as it is (POST).</summary>
public sealed record FaultChange(
    double? LatencyMs, double? ErrorRate, double? MemoryLeakMiBPerSecond, double? CpuBurn, double? SlowQueryMs, double? HeldConnections, bool? Crash)
{
    /// <summary>The settings after this change.</summary>
    public FaultSettings ApplyTo(FaultSettings now) => new(
        LatencyMs ?? now.LatencyMs, ErrorRate ?? now.ErrorRate, MemoryLeakMiBPerSecond ?? now.MemoryLeakMiBPerSecond,
        CpuBurn ?? now.CpuBurn, SlowQueryMs ?? now.SlowQueryMs, HeldConnections ?? now.HeldConnections, Crash ?? false);
}
