namespace TalosBuild.Engine.Compatibility.Components;

/// <summary>A component that needs another.</summary>
internal interface IPack : ICompile
{
    AbsolutePath PackagesDirectory => RootDirectory / "packages";

    Target Pack => _ => _
        .Description("Packs")
        .DependsOn(Compile)
        .TryAfter<IMissing>()
        .TryTriggers<IMissing>()
        .Executes(() => ((Build)this).Do($"Pack into {PackagesDirectory.Name}"));
}
