using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Docker;
using TalosPlatform.Clusters.Talos;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Processes;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;
using TalosPlatform.Tests.Clusters.Docker;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Clusters.Talos;

/// <summary>A workspace, an engine in memory and a talosctl that does to it what the real one does to Docker.</summary>
internal sealed class TalosWorld : IDisposable
{
    public const string Image = "ghcr.io/siderolabs/talos:v1.13.9";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new Refusing());
    private int _ports = 55000;

    public TalosWorld()
    {
        Workspace = new Workspace(_folder.Path, Repository.Root);
        Folder = new TalosFolder(Workspace.ClusterFolder(Settings.Cluster.Name));
        Names = TalosNames.Of(Folder.Root);
        Runner = new FakeCommandRunner(Answer);
    }

    public FakeDocker Docker { get; } = new() { Images = { Image } };

    public FakeCommandRunner Runner { get; }

    public Workspace Workspace { get; }

    public TalosFolder Folder { get; }

    public TalosNames Names { get; }

    public RunSettings Settings { get; set; } = new() { Cluster = new ClusterSettings { Name = "shop", Workers = 1 } };

    public StringWriter Output { get; } = new();

    public HostFacts Host { get; set; } = new("6.1.0-test", true, 8192, true, []);

    public string? Missing { get; set; }

    /// <summary>What creating answers instead of succeeding; each is used once.</summary>
    public Queue<Func<Command, CommandResult>> Failures { get; } = [];

    public IEnumerable<Command> Creations => Runner.Commands.Where(c => c.Arguments.Contains("create"));

    public TalosProvider Provider() => new(Workspace, Settings, new TalosEnvironment(
        new DockerEndpoint(new Uri("tcp://127.0.0.1:2375"), "test"), Docker, Docker, () => Host,
        new ToolResolver(ImmutableSortedDictionary<string, ToolPin>.Empty.Add("talosctl", new ToolPin("talosctl", new Version(1, 13, 9), new Version(1, 9), [], [], null, null, null)), [new OneTool(this)]),
        Runner, new ToolCache(_folder.File("cache")), _http, new NoProcesses(), new Redactor(), new LineProgressReporter(Output), TimeProvider.System));

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Makes the containers of a creation, as talosctl does.</summary>
    public void Create(Command command, string state = "running")
    {
        string Value(string flag) => command.Arguments[command.Arguments.IndexOf(flag) + 1];
        var cluster = Value("--name");
        var labels = FakeDocker.TalosLabels(cluster);
        var api = Interlocked.Add(ref _ports, 2);
        var names = new[] { $"{cluster}-controlplane-1" }.Concat(Enumerable.Range(1, int.Parse(Value("--workers"), System.Globalization.CultureInfo.InvariantCulture)).Select(i => $"{cluster}-worker-{i}")).ToList();
        foreach (var name in names)
            Docker.Add(name, state, labels, name.EndsWith("controlplane-1", StringComparison.Ordinal) ? [new PublishedPort("127.0.0.1", api, 6443), new PublishedPort("127.0.0.1", api + 1, 50000)] : []);
        Docker.AddNetwork(cluster, Value("--subnet"), labels, [.. names]);
        Directory.CreateDirectory(Value("--state"));
        File.WriteAllText(command.Environment["TALOSCONFIG"]!, "context: x\n");
        File.WriteAllText(command.Environment["KUBECONFIG"]!, $"clusters:\n- cluster:\n    server: https://10.5.0.2:6443\n  name: {cluster}\ncurrent-context: admin@{cluster}\n");
    }

    private CommandResult Answer(Command command)
    {
        if (command.Arguments.Contains("version"))
            return FakeCommandRunner.Success("Client:\n\tTalos v1.13.9\n");
        if (!command.Arguments.Contains("create"))
            return FakeCommandRunner.Failure(1, "not answered here");
        if (Failures.TryDequeue(out var failure))
            return failure(command);
        Create(command);
        return FakeCommandRunner.Success("waiting for all k8s nodes to report ready: OK\n");
    }

    private sealed class OneTool(TalosWorld world) : IToolSource
    {
        public Task<ResolvedTool> TryResolveAsync(ToolPin pin, Action<string> status, CancellationToken cancellation) => Task.FromResult(world.Missing is { } why
            ? ResolvedTool.Missing(pin.Name, why)
            : new ResolvedTool(pin.Name, "1.13.9", "PATH", "", ImmutableSortedDictionary<string, string>.Empty.Add(pin.Name, "/bin/talosctl"), null));
    }

    private sealed class NoProcesses : IProcessTable
    {
        public ProcessIdentity? Find(int pid) => null;

        public IReadOnlyList<ProcessIdentity> FindByEnvironment(string variable, string value) => [];

        public int? GroupOf(int pid) => null;
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("connection refused");
    }
}
