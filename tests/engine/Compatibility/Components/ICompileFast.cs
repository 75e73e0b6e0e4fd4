namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component that extends another.</summary>
internal interface ICompileFast : ICompile
{
    Target ICompile.Compile => _ => _
        .Inherit<ICompile>()
        .Executes(() => ((Build)this).Do("Fast"));
}
