namespace TalosBuild.Engine.Tests.Execution;

public class TargetDefinitionTests
{
    private interface IRestore : INukeBuild
    {
        Target Restore => _ => _.Executes(() => ((ICalls)this).Calls.Add("Restore"));
    }

    private interface ICompile : INukeBuild
    {
        Target Compile => _ => _.TryDependsOn<IRestore>().Executes(() => ((ICalls)this).Calls.Add("ICompile"));
    }

    private interface ICompileFast : ICompile
    {
        Target ICompile.Compile => _ => _.Base().Executes(() => ((ICalls)this).Calls.Add("ICompileFast"));
    }

    private interface ITwo : INukeBuild
    {
        Target One => _ => _.Executes(() => { });
        Target Two => _ => _.Executes(() => { });
    }

    private interface ICalls
    {
        List<string> Calls { get; }
    }

    private abstract class Recording : NukeBuild, ICalls
    {
        public List<string> Calls { get; } = [];
    }

    private sealed class Plain : Recording, ICompile
    {
        Target Pack => _ => _.DependsOn<ICompile>().Executes(() => Calls.Add("Pack"));
    }

    private sealed class WithRestore : Recording, ICompile, IRestore
    {
        Target Pack => _ => _.DependsOn<ICompile>(x => x.Compile).Executes(() => Calls.Add("Pack"));
    }

    private sealed class Extending : Recording, ICompile, IRestore
    {
        Target ICompile.Compile => _ => _.Inherit<ICompile>().Executes(() => Calls.Add("Extending"));
        Target Pack => _ => _.DependsOn<ICompile>();
    }

    private sealed class ExtendingNamed : Recording, ICompileFast
    {
        Target ICompile.Compile => _ => _.Inherit<ICompileFast>(x => x.Compile).Executes(() => Calls.Add("Class"));
        Target Pack => _ => _.DependsOn<ICompile>();
    }

    private sealed class ExtendingShort : Recording, ICompileFast
    {
        Target ICompile.Compile => _ => _.Inherit<ICompileFast>().Executes(() => Calls.Add("Class"));
        Target Pack => _ => _.DependsOn<ICompile>();
    }

    private sealed class Overriding : Recording, ICompile, IRestore
    {
        public Target Compile => _ => _.Executes(() => Calls.Add("Overriding"));
        Target Pack => _ => _.DependsOn(Compile);
    }

    private sealed class Derived : Recording, ICompileFast
    {
        Target Pack => _ => _.DependsOn<ICompile>();
    }

    private class Parent : Recording
    {
        public virtual Target Build => _ => _.Executes(() => Calls.Add("Parent"));
    }

    private class Child : Parent
    {
        public override Target Build => _ => _.Base().Executes(() => Calls.Add("Child"));
    }

    private sealed class Grandchild : Child
    {
        public override Target Build => _ => _.Base().Executes(() => Calls.Add("Grandchild"));
        Target Pack => _ => _.DependsOn(Build);
    }

    private sealed class Inheriting : Recording
    {
        Target Common => _ => _.Executes(() => Calls.Add("Common"));
        Target Pack => _ => _.Inherit(Common).Executes(() => Calls.Add("Pack"));
    }

    [Fact]
    public void Definitions_extend_and_override_each_other()
    {
        Assert.Equal("ICompile Pack", Calls<Plain>());
        Assert.Equal("Restore ICompile Pack", Calls<WithRestore>());
        Assert.Equal("Restore ICompile Extending", Calls<Extending>());
        Assert.Equal("ICompile Class", Calls<ExtendingNamed>());
        Assert.Equal("ICompile ICompileFast Class", Calls<ExtendingShort>());
        Assert.Equal("Overriding", Calls<Overriding>());
        Assert.Equal("ICompile ICompileFast", Calls<Derived>());
        Assert.Equal("Parent Child Grandchild", Calls<Grandchild>());
        Assert.Equal("Common Pack", Calls<Inheriting>());

        static string Calls<T>() where T : Recording, new()
        {
            using var run = new BuildRun().Run<T>("Pack");
            Assert.Equal("", run.Error);
            return string.Join(' ', ((T)run.Build!).Calls);
        }
    }

    private sealed class Edges : NukeBuild, ITwo
    {
        Target A => _ => _.DependentFor(C).Before(B).Executes(() => { });
        Target B => _ => _.DependentFor(C).Executes(() => { });
        Target C => _ => _.Triggers(D).TryDependsOn<IRestore>().TryTriggers<IRestore>().Executes(() => { });
        Target D => _ => _.After<ITwo>(x => x.Two).Executes(() => { });
        Target E => _ => _.DependsOn<ITwo>(x => x.Two, x => x.One).TriggeredBy(D).Executes(() => { });
        Target Locals => Capture("x");
        Target UsesLocals => _ => _.DependsOn(Locals).Executes(() => { });

        private static Target Capture(string text) => _ => _.Description(text).Executes(() => { });
    }

    [Theory]
    [InlineData("C", "A B C D Two One E")]
    [InlineData("D Two", "Two D One E")]
    [InlineData("UsesLocals", "Locals UsesLocals")]
    public void Edges_go_both_ways(string invoked, string expected)
    {
        using var run = new BuildRun().Run<Edges>(invoked);
        Assert.Equal("", run.Error);
        var plan = run.Build!.ExecutionPlan.Select(x => x.Name).ToList();
        Assert.Equal(expected.Split(' ').Order(), plan.Order());
        if (invoked == "C") Assert.True(plan.IndexOf("Two") < plan.IndexOf("D"), string.Join(' ', plan));
        else Assert.Equal(expected, string.Join(' ', plan));
    }

    private sealed class MissingComponent : NukeBuild
    {
        Target A => _ => _.DependsOn<IRestore>();
    }

    private sealed class Ambiguous : NukeBuild, ITwo
    {
        Target A => _ => _.DependsOn<ITwo>();
    }

    private sealed class NoBase : NukeBuild
    {
        Target A => _ => _.Base();
    }

    private sealed class Circle : NukeBuild
    {
        Target A => _ => _.DependsOn(B);
        Target B => _ => _.After(A);
        Target C => _ => _;
    }

    private sealed class Stray : NukeBuild
    {
        Target A => _ => _.DependsOn(x => x.Executes(() => { }));
    }

    private interface IOne : INukeBuild
    {
        Target One => _ => _;
    }

    private sealed class Twice : NukeBuild, IOne, ITwo;

    [Fact]
    public void Mistakes_of_the_build_are_told()
    {
        Assert.Equal("Error: Target 'A' refers to IRestore, which the build does not implement.\n", Error<MissingComponent>());
        Assert.Equal("Error: Target 'A' refers to ITwo without naming a target. It declares 2: write <ITwo>(x => x.Name).\n", Error<Ambiguous>());
        Assert.Equal("Error: Target 'A' says Base() but overrides nothing.\n", Error<NoBase>());
        Assert.Equal("Error: Circular dependencies between targets:\n        - A -> B -> A\n", Error<Circle>("C"));
        Assert.StartsWith("Error: Target 'A' refers to something that is no target of the build.", Error<Stray>(), StringComparison.Ordinal);
        Assert.StartsWith("Error: Target 'One' is declared by IOne and ITwo.", Error<Twice>("One"), StringComparison.Ordinal);

        static string Error<T>(string arguments = "A") where T : NukeBuild, new()
        {
            using var run = new BuildRun().Run<T>(arguments);
            Assert.Equal(-1, run.ExitCode);
            return run.Error;
        }
    }

    [Theory]
    [InlineData("packk", "Error: There is no target 'packk'. Did you mean 'Pack'? Targets: Pack, Compile.\n")]
    [InlineData("nonsense", "Error: There is no target 'nonsense'. Targets: Pack, Compile.\n")]
    [InlineData("Pack --skip Compil", "Error: There is no target 'Compil'. Did you mean 'Compile'? Targets: Pack, Compile.\n")]
    [InlineData("", "Error: No target is named and the build has no default. --help lists the targets.\n")]
    public void Unknown_targets_are_told(string arguments, string error)
    {
        using var run = new BuildRun().Run<Plain>(arguments);
        Assert.Equal((-1, error), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Default_targets_run_when_none_is_named()
    {
        using var run = new BuildRun().Run<WithRestore>("", x => ((ICompile)x).Compile, x => ((IRestore)x).Restore);
        Assert.Equal("Restore:Succeeded Compile:Succeeded", run.Statuses);
        Assert.All(run.Build!.ExecutionPlan, x => Assert.True(x.IsDefault && x.Invoked));
    }
}
