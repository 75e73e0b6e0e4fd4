namespace TalosPlatform.Shared;

/// <summary>Decides what findings mean for a target.</summary>
public static class Findings
{
    private const int Shown = 20;

    /// <summary>Fails the target when there is an error among the findings, or a warning in strict mode.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="strict">Whether warnings count as errors.</param>
    /// <param name="about">What was checked, plural.</param>
    /// <param name="recorded">Whether the run records them, so that its reports have all of them.</param>
    /// <exception cref="PlatformException">Names how many there are and lists the first of them.</exception>
    public static void ThrowIfAny(IEnumerable<Finding> findings, bool strict, string about, bool recorded = true)
    {
        var serious = findings.Where(f => f.Severity == Severity.Error || strict && f.Severity == Severity.Warning).ToList();
        if (serious.Count == 0)
            return;
        var lines = serious.Take(Shown).Select(f => f.ToString()).Concat(serious.Count > Shown ? [$"and {serious.Count - Shown} more"] : []);
        throw new PlatformException(
            $"{serious.Count} {(serious.Count == 1 ? "mistake" : "mistakes")} in {about}.",
            recorded ? "Each line names file and place; artifacts/findings.sarif lists all of them." : "Each line names file and place.",
            string.Join('\n', lines));
    }
}
