namespace Nuke.Common;

/// <summary>Marks a parameter whose value must never be printed: it is redacted from everything the build writes.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
