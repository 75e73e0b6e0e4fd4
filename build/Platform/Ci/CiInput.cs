using System.Collections.Immutable;

namespace TalosPlatform.Ci;

/// <summary>What a CI job does with the build, one after the other.</summary>
public enum CiPhase
{
    /// <summary>Checks the inputs and tells the job what follows from them; starts nothing.</summary>
    Prepare,

    /// <summary>Runs the targets that were asked for.</summary>
    Run,

    /// <summary>Tells the pull request what was found.</summary>
    Publish,

    /// <summary>Collects what the components logged.</summary>
    Logs,

    /// <summary>Removes the cluster.</summary>
    Teardown,
}

/// <summary>Where an input exists.</summary>
public enum CiOffer
{
    /// <summary>In the action and in the template.</summary>
    Both,

    /// <summary>In the template for GitLab.</summary>
    GitLab,
}

/// <summary>One input of the GitHub Action and of the GitLab template.</summary>
/// <param name="Name">Name as users write it.</param>
/// <param name="Default">Value where a user gives none; empty for "as the workspace says".</param>
/// <param name="Problem">What is wrong with a value that is not empty; null when nothing is.</param>
/// <param name="Parameter">Parameter of the build that takes the value, without dashes; null when the job itself acts on it.</param>
/// <param name="Phases">Phases whose invocation of the build gets the parameter.</param>
public sealed record CiInput(string Name, string Default, Func<string, string?> Problem, string? Parameter, ImmutableArray<CiPhase> Phases)
{
    /// <summary>Where the input exists.</summary>
    public CiOffer Offer { get; init; } = CiOffer.Both;

    /// <summary>Whether a wrong value may be shown; false where somebody could have put a secret.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>Whether the value is a list, its parts between spaces or commas.</summary>
    public bool IsList { get; init; }

    /// <summary>Variable of the job that carries the value.</summary>
    public string Variable => "TALOS_INPUT_" + Name.ToUpperInvariant().Replace('-', '_');
}
