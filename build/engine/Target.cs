namespace Nuke.Common;

/// <summary>
/// A build step. Declared as a property of the build class or of a component interface; the property's name is the
/// name of the target and the property its identity.
/// </summary>
/// <param name="definition">The empty definition to describe.</param>
/// <returns>The same definition, for chaining.</returns>
public delegate ITargetDefinition Target(ITargetDefinition definition);
