namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component with one target.</summary>
internal interface IRestore : INukeBuild
{
    Target Restore => _ => _
        .Executes(() => ((Build)this).Do("Restore"));
}
