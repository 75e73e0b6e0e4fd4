namespace Nuke.Common;

/// <summary>
/// Makes a field or property of the build settable from the command line (<c>--kebab-case</c>), from the environment
/// (<c>NUKE_NAME</c>) and from <c>.nuke/parameters.json</c>.
/// </summary>
/// <param name="description">Text for <c>--help</c> and for the schema of the parameter files.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class ParameterAttribute(string? description = null) : Attribute
{
    /// <summary>Text for <c>--help</c> and for the schema of the parameter files.</summary>
    public string? Description { get; } = description;

    /// <summary>Name to use instead of the member's.</summary>
    public string? Name { get; set; }

    /// <summary>Separator between the values of an array parameter, besides passing them one by one.</summary>
    public string? Separator { get; set; }

    /// <summary>False hides the parameter from <c>--help</c>; it stays usable.</summary>
    public bool List { get; set; } = true;

    /// <summary>
    /// Member of the build (static or not) that yields the valid values as a sequence of strings. Values outside of it
    /// are refused.
    /// </summary>
    public string? ValueProviderMember { get; set; }
}
