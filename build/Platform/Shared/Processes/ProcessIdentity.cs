namespace TalosPlatform.Shared.Processes;

/// <summary>A process that can be told from every other, also after its number was given to another one.</summary>
/// <param name="Pid">Process number.</param>
/// <param name="StartToken">When it started, in the operating system's own exact terms: on Linux the boot id and field 22 of
/// <c>/proc/pid/stat</c> (clock ticks since boot, proc(5)), elsewhere the start time that <c>ps</c> prints.</param>
public sealed record ProcessIdentity(int Pid, string StartToken);
