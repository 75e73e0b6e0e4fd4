namespace TalosPlatform.Benchmarks;

/// <summary>One figure beside its goal.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Goal">The goal, as text with its unit.</param>
/// <param name="Measured">What this machine reached, as text with its unit.</param>
/// <param name="Reached">Whether the goal was reached.</param>
/// <param name="Method">How it was measured.</param>
public sealed record Measurement(string What, string Goal, string Measured, bool Reached, string Method);
