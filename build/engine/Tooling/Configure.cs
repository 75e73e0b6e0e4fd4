namespace Nuke.Common.Tooling;

/// <summary>Changes settings and returns them.</summary>
/// <typeparam name="T">Type of the settings.</typeparam>
/// <param name="settings">The settings to change.</param>
public delegate T Configure<T>(T settings);
