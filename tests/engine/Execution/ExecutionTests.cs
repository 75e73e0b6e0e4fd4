using Serilog;

namespace TalosBuild.Engine.Tests.Execution;

public class ExecutionTests
{
    private sealed class Chain : NukeBuild
    {
        [Parameter] readonly string FailIn = "";
        [Parameter] readonly string SkipIn = "";

        Target A => _ => _.Executes(() => Do("A"));
        Target B => _ => _.DependsOn(A).OnlyWhenDynamic(() => SkipIn != "B").Executes(() => Do("B"));
        Target C => _ => _.DependsOn(B).OnlyWhenStatic(() => SkipIn != "C").Executes(() => Do("C"));
        Target D => _ => _.DependsOn(C).Executes(() => Do("D"));
        Target Proceeding => _ => _.ProceedAfterFailure().Executes(() => Do("Proceeding"));
        Target AfterProceeding => _ => _.DependsOn(Proceeding).Executes(() => Do("AfterProceeding"));
        Target Assured => _ => _.After(D).AssuredAfterFailure().Executes(() => Do("Assured"));
        Target AssuredDependent => _ => _.DependsOn(D).AssuredAfterFailure().Executes(() => Do("AssuredDependent"));
        Target Triggering => _ => _.DependsOn(A).OnlyWhenDynamic(() => SkipIn != "Triggering").Executes(() => Do("Triggering"));
        Target Triggered => _ => _.TriggeredBy(Triggering).Executes(() => Do("Triggered"));
        Target Keeping => _ => _.DependsOn(A).OnlyWhenStatic(() => SkipIn != "Keeping").WhenSkipped(DependencyBehavior.Execute).Executes(() => Do("Keeping"));
        Target All => _ => _.DependsOn(D, Triggering);

        private void Do(string name)
        {
            if (name == FailIn) throw new InvalidOperationException($"{name} is broken");
            Log.Information("did {Name}", name);
        }
    }

    [Theory]
    // arguments                              exit  statuses
    [InlineData("D", 0, "A:Succeeded B:Succeeded C:Succeeded D:Succeeded")]
    [InlineData("all", 0, "A:Succeeded B:Succeeded C:Succeeded D:Succeeded Triggering:Succeeded All:Collective Triggered:Succeeded")]
    // A failure stops the rest, except what is assured; a proceeding target only fails the build.
    [InlineData("D --fail-in B", -1, "A:Succeeded B:Failed C:NotRun D:NotRun")]
    [InlineData("D assured --fail-in B", -1, "A:Succeeded B:Failed C:NotRun D:NotRun Assured:Succeeded")]
    [InlineData("assured-dependent --fail-in A", -1, "A:Failed B:NotRun C:NotRun D:NotRun AssuredDependent:Succeeded")]
    [InlineData("assured proceeding --fail-in Assured", -1, "Assured:Failed Proceeding:NotRun")]
    [InlineData("AfterProceeding A --fail-in Proceeding", -1, "Proceeding:Failed AfterProceeding:Succeeded A:Succeeded")]
    [InlineData("triggering --fail-in Triggering", -1, "A:Succeeded Triggering:Failed Triggered:NotRun")]
    // --skip
    [InlineData("D --skip", 0, "A:Skipped B:Skipped C:Skipped D:Succeeded")]
    [InlineData("B D --skip", 0, "A:Skipped B:Succeeded C:Skipped D:Succeeded")]
    [InlineData("D --skip c", 0, "A:Skipped B:Skipped C:Skipped D:Succeeded")]
    [InlineData("A D --skip C", 0, "A:Succeeded B:Skipped C:Skipped D:Succeeded")]
    [InlineData("D triggering --skip B", 0, "A:Succeeded B:Skipped C:Succeeded D:Succeeded Triggering:Succeeded Triggered:Succeeded")]
    [InlineData("triggering --skip triggering", 0, "A:Skipped Triggering:Skipped Triggered:Skipped")]
    [InlineData("A --skip D", 0, "A:Succeeded")]
    // Conditions: static ones before anything runs, with what only they need; dynamic ones at the target.
    [InlineData("D --skip-in C", 0, "A:Skipped B:Skipped C:Skipped D:Succeeded")]
    [InlineData("D --skip-in B", 0, "A:Succeeded B:Skipped C:Succeeded D:Succeeded")]
    [InlineData("keeping --skip-in Keeping", 0, "A:Succeeded Keeping:Skipped")]
    [InlineData("triggering --skip-in Triggering", 0, "A:Succeeded Triggering:Skipped Triggered:Skipped")]
    public void Runs_targets(string arguments, int exitCode, string statuses)
    {
        using var run = new BuildRun().Run<Chain>(arguments);
        Assert.Equal((exitCode, statuses), (run.ExitCode, run.Statuses));
    }

    [Fact]
    public void Shows_the_condition_that_skipped_a_target()
    {
        using var run = new BuildRun().Run<Chain>("D --skip-in C");
        Assert.Contains("C skipped: only when SkipIn != \"C\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("B skipped: because of C", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prints_messages_of_failures_without_types_and_stacks()
    {
        using var run = new BuildRun().Run<Chain>("D --fail-in B");
        Assert.Contains("✗ B failed after 0.0s\n  B is broken\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperationException", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Prints_types_and_stacks_when_verbose()
    {
        using var run = new BuildRun().Run<Chain>("D --fail-in B --verbosity verbose");
        Assert.Contains("System.InvalidOperationException: B is broken", run.Output, StringComparison.Ordinal);
        Assert.Contains("   at ", run.Output, StringComparison.Ordinal);
    }

    private sealed class Kinds : NukeBuild
    {
        public List<string> Calls { get; } = [];

        Target Several => _ => _.Executes(() => Calls.Add("1"), () => Calls.Add("2")).Executes(() => Calls.Add("3"));
        Target Function => _ => _.Executes(() => Calls.Remove("none"));
        Target Asynchronous => _ => _.Executes(async () =>
        {
            await Task.Delay(20);
            Calls.Add("awaited");
        }).Executes(() => Calls.Add("after"));
        Target AsynchronousFailure => _ => _.Executes(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("late");
        });
        Target Many => _ => _.Executes(() => throw new AggregateException(new IOException("first"), new AggregateException(new IOException("second"))));
        Target Nested => _ => _.Executes(() => throw new InvalidOperationException("outer", new IOException("inner")));

        protected internal override void OnBuildCreated() => Calls.Add("created");
        protected internal override void OnBuildInitialized() => Calls.Add($"initialized:{ExecutionPlan.Count}");
        protected internal override void OnBuildFinished() => Calls.Add("finished");
        protected internal override void OnTargetRunning(string target) => Calls.Add("running " + target);
        protected internal override void OnTargetSkipped(string target) => Calls.Add("skipped " + target);
        protected internal override void OnTargetSucceeded(string target) => Calls.Add("succeeded " + target);
        protected internal override void OnTargetFailed(string target) => Calls.Add("failed " + target);
    }

    [Theory]
    [InlineData("Several", "created, initialized:1, running Several, 1, 2, 3, succeeded Several, finished")]
    [InlineData("Asynchronous", "created, initialized:1, running Asynchronous, awaited, after, succeeded Asynchronous, finished")]
    [InlineData("Function", "created, initialized:1, running Function, succeeded Function, finished")]
    [InlineData("AsynchronousFailure", "created, initialized:1, running AsynchronousFailure, failed AsynchronousFailure, finished")]
    [InlineData("Several --skip Several", "created, initialized:1, skipped Several, finished")]
    [InlineData("--help", "created")]
    [InlineData("Several --plan", "created")]
    public void Calls_actions_and_events_in_order(string arguments, string calls)
    {
        using var run = new BuildRun().Run<Kinds>(arguments);
        Assert.Equal(calls, string.Join(", ", ((Kinds)run.Build!).Calls));
    }

    [Theory]
    [InlineData("Many", "first\n\n  second\n")]
    [InlineData("Nested", "outer\n  Caused by: inner\n")]
    [InlineData("AsynchronousFailure", "late\n")]
    public void Takes_the_wrappers_off_exceptions(string target, string text)
    {
        using var run = new BuildRun().Run<Kinds>(target);
        Assert.Equal(-1, run.ExitCode);
        Assert.Contains($"failed after 0.0s\n  {text}", run.Output, StringComparison.Ordinal);
    }

    private sealed class OwnExitCode : NukeBuild
    {
        [Parameter] readonly bool Broken;

        Target Go => _ => _.Executes(() =>
        {
            ExitCode = 7;
            if (Broken) throw new InvalidOperationException("broken");
        });

        Target Look => _ => _.DependsOn(Fails).AssuredAfterFailure().Executes(() =>
            ReportSummary(_ =>
            {
                _["failing"] = $"{IsFailing} {FailedTargets.Contains(Fails)} {FailedTargets.Contains(Go)} {SucceededTargets.Count}";
                return _;
            }));

        Target Fails => _ => _.Executes(() => throw new InvalidOperationException());
    }

    [Theory]
    [InlineData("Go")]
    [InlineData("Go --broken")]
    public void The_builds_own_exit_code_wins(string arguments)
    {
        using var run = new BuildRun().Run<OwnExitCode>(arguments);
        Assert.Equal(7, run.ExitCode);
    }

    [Fact]
    public void Targets_can_ask_how_the_build_goes()
    {
        using var run = new BuildRun().Run<OwnExitCode>("Look");
        Assert.Contains("// failing: True True False 0", run.Output, StringComparison.Ordinal);
    }

    private sealed class Broken : NukeBuild
    {
        Target Bad => _ => _.OnlyWhenDynamic(() => int.Parse("x", null) > 0).Executes(() => { });
        Target Next => _ => _.DependsOn(Bad).Executes(() => { });
    }

    [Fact]
    public void A_condition_that_throws_fails_its_target()
    {
        using var run = new BuildRun().Run<Broken>("Next");
        Assert.Equal("Bad:Failed Next:NotRun", run.Statuses);
        Assert.Contains("Condition 'int.Parse(\"x\", null) > 0' of target 'Bad' cannot be evaluated", run.Output, StringComparison.Ordinal);
    }
}
