using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>
/// The build of this process. The API the engine is compatible with has static members, so this state is static; it is the
/// only such state of the engine.
/// </summary>
internal static class AmbientBuild
{
    private static BuildSettings? _settings;

    /// <summary>Answers of the static members. Before a build starts they come from the environment alone.</summary>
    public static BuildSettings Settings
    {
        get => _settings ??= SettingsFactory.Create(BuildEnvironment.OfProcess([]), new ParameterValues());
        set => _settings = value;
    }

    /// <summary>State that the next build object takes as its own.</summary>
    public static BuildState State { get; set; } = new();
}
