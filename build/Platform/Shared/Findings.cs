namespace TalosPlatform.Shared;

/// <summary>Decides what findings mean for a target.</summary>
public static class Findings
{
    private const int Shown = 20;

    /// <summary>Fails the target when there is an error among the findings, or a warning in strict mode.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="strict">Whether warnings count as errors.</param>
    /// <param name="about">What was checked, plural.</param>
    /// <exception cref="PlatformException">Names how many there are and lists the first of them.</exception>
    public static void ThrowIfAny(IEnumerable<Finding> findings, bool strict, string about)
    {
        var serious = findings.Where(f => f.Severity == Severity.Error || strict && f.Severity == Severity.Warning).ToList();
        if (serious.Count > 0)
            throw new PlatformException($"{serious.Count} {(serious.Count == 1 ? "mistake" : "mistakes")} in {about}.", "Each line names file and place; artifacts/findings.sarif lists all of them.", string.Join('\n', serious.Take(Shown)));
    }
}
