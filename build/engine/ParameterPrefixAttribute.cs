namespace Nuke.Common;

/// <summary>Puts a common prefix before the names of all parameters of a component.</summary>
/// <param name="prefix">The prefix, in PascalCase.</param>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class ParameterPrefixAttribute(string prefix) : Attribute
{
    /// <summary>The prefix, in PascalCase.</summary>
    public string Prefix { get; } = prefix;
}
