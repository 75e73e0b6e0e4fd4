namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component with parameters.</summary>
[ParameterPrefix("Optional")]
internal interface IOptional : INukeBuild
{
    [Parameter("Text of the component")] string Value => TryGetValue(() => Value) ?? "fallback";

    [Parameter("Number of the component")] int Count => TryGetValue<int?>(() => Count) ?? 2;

    [Parameter("List of the component")] string[] Tags => TryGetValue(() => Tags) ?? [];
}
