namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component that others override.</summary>
internal interface ICompile : INukeBuild
{
    Target Compile => _ => _
        .TryDependsOn<IRestore>()
        .Executes(() => ((Build)this).Do("Component"));
}
