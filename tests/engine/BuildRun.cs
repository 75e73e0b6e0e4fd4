using System.Linq.Expressions;

namespace TalosBuild.Engine.Tests;

/// <summary>A build run inside the tests: its own root directory, environment and console.</summary>
internal sealed class BuildRun : IDisposable
{
    public BuildRun()
    {
        Root = AbsolutePath.Create(Directory.CreateTempSubdirectory("engine-tests-").FullName);
        (Root / ".nuke").CreateDirectory();
    }

    public AbsolutePath Root { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public bool IsTerminal { get; set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public int ExitCode { get; private set; }

    public NukeBuild? Build { get; private set; }

    /// <summary>Name and status of each planned target: <c>Compile:Succeeded Test:Failed</c>.</summary>
    public string Statuses => string.Join(' ', Build!.ExecutionPlan.Select(x => $"{x.Name}:{x.Status}"));

    public BuildRun WithFile(string path, string content)
    {
        (Root / path).WriteAllText(content);
        return this;
    }

    public BuildRun WithVariable(string name, string value)
    {
        Variables[name] = value;
        return this;
    }

    /// <summary>Runs the build with arguments that are separated by blanks.</summary>
    public BuildRun Run<T>(string arguments = "", params Expression<Func<T, Target>>[] defaultTargets) where T : NukeBuild, new() =>
        RunWith(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), defaultTargets);

    public BuildRun RunWith<T>(string[] arguments, params Expression<Func<T, Target>>[] defaultTargets) where T : NukeBuild, new()
    {
        var (originalOut, originalError) = (Console.Out, Console.Error);
        using StringWriter output = new(), error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            AmbientBuild.State = new BuildState();
            var runner = new BuildRunner<T>(
                new BuildEnvironment
                {
                    Arguments = arguments,
                    Variables = Variables,
                    WorkingDirectory = Root,
                    IsTerminal = IsTerminal,
                    Width = 100,
                    Clock = new FrozenClock(),
                },
                defaultTargets);
            ExitCode = runner.Run();
            Build = runner.Build;
        }
        finally
        {
            Console.SetOut(originalOut);
            Console.SetError(originalError);
        }
        Output = output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace(Root, "<root>", StringComparison.Ordinal);
        Error = error.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace(Root, "<root>", StringComparison.Ordinal);
        return this;
    }

    public void Dispose() => Root.DeleteDirectory();

    /// <summary>Time stands still, so that what is printed can be compared.</summary>
    private sealed class FrozenClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

        public override long GetTimestamp() => 0;
    }
}
