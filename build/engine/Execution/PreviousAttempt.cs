using Nuke.Common.IO;
using Nuke.Common.Logging;

namespace Nuke.Common.Execution;

/// <summary>
/// Remembers which targets of an attempt succeeded, so that <c>--continue</c> can leave them out. The first line of the file is
/// the invocation, each further line a target; it is written as the build goes, so that it also tells about a killed build.
/// </summary>
internal sealed class PreviousAttempt(AbsolutePath file, string invocation, SecretRegistry secrets)
{
    private readonly string _invocation = secrets.Redact(invocation);

    /// <summary>Targets that succeeded when the build was last started in the same way; none when it was started differently.</summary>
    public IReadOnlySet<string> Succeeded()
    {
        if (!file.FileExists()) return new HashSet<string>();
        var lines = File.ReadAllLines(file);
        return lines.Length > 0 && lines[0] == _invocation
            ? lines.Skip(1).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();
    }

    /// <summary>Starts a new record.</summary>
    /// <param name="succeeded">Targets taken over from the attempt before.</param>
    public void Begin(IEnumerable<ExecutableTarget> succeeded) => File.WriteAllLines(file, [_invocation, .. succeeded.Select(x => x.Name)]);

    public void Add(ExecutableTarget target) => File.AppendAllText(file, target.Name + "\n");

    /// <summary>Nothing is left to continue.</summary>
    public void Forget() => file.DeleteFile();
}
