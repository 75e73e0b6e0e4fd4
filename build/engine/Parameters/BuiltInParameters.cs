using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>The parameters every build has.</summary>
internal static class BuiltInParameters
{
    public const string Target = "Target";
    public const string Skip = "Skip";
    public const string Help = "Help";
    public const string Plan = "Plan";
    public const string Continue = "Continue";
    public const string NoLogo = "NoLogo";
    public const string Verbosity = "Verbosity";
    public const string Host = "Host";
    public const string Profile = "Profile";
    public const string Root = "Root";

    /// <summary>Names <c>--host</c> takes.</summary>
    public static readonly string[] HostNames = ["Terminal", "GitHubActions", "GitLab"];

    public static readonly IReadOnlyList<ParameterModel> All =
    [
        new() { Name = Continue, Type = typeof(bool), Description = "Skips the targets that succeeded in the previous, failed attempt with the same arguments." },
        new() { Name = Help, Type = typeof(bool), Description = "Shows targets and parameters.", CommandLineOnly = true },
        new() { Name = Host, Type = typeof(string), AllowedValues = HostNames, Description = "Takes the build to run on this host. Default: found from the environment." },
        new() { Name = NoLogo, Type = typeof(bool), Description = "Leaves out the first line." },
        new() { Name = Plan, Type = typeof(bool), Description = "Shows what would run, in which order and why, and runs nothing.", CommandLineOnly = true },
        new() { Name = Profile, Type = typeof(string[]), Description = "Parameter files to load: .nuke/parameters.<profile>.json, later ones win.", CommandLineOnly = true },
        new() { Name = Root, Type = typeof(AbsolutePath), Description = "Root directory of the build. Without a value: the current folder.", CommandLineOnly = true, AllowsNoValue = true },
        new() { Name = Skip, Type = typeof(string[]), Separator = "+", Description = "Targets to skip. Without a value: everything that is not named as a target." },
        new() { Name = Target, Type = typeof(string[]), Separator = "+", Description = "Targets to run." },
        new() { Name = Verbosity, Type = typeof(Verbosity), Description = "How much is printed." },
    ];
}
