namespace TalosBuild.Engine.Compatibility;

/// <summary>Values of a parameter.</summary>
internal enum Choice
{
    First,
    Second,
}
