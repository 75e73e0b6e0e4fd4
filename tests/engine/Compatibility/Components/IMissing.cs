namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component the build does not have.</summary>
internal interface IMissing : INukeBuild
{
    Target Missing => _ => _
        .Executes(() => { });
}
