using TalosPlatform.Tests.Cluster;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

const string usage = """
    Runs a real Kubernetes cluster of one node from Debian's packages.

      dotnet run --project tests/cluster -- <verb> [name]

      up        build what is missing, start the cluster, wait until it is ready
      down      remove it with everything it made
      status    say how it is
      prepare   only build what is missing
      restart   restart its API server
      samples   build the images of the samples and give them to the node
      databases build the images of databases and their exporters, and give them to the node
      workspace write a workspace whose runs go to this cluster

    The name tells clusters apart; it is "reference" unless given.
    """;

if (args is not ([_] or [_, _]))
{
    Console.Error.WriteLine(usage);
    return 2;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    interrupt.Cancel();
};
try
{
    var cluster = ReferenceCluster.ForUser(args.ElementAtOrDefault(1) ?? "reference", new LineProgressReporter(Console.Out));
    switch (args[0])
    {
        case "up":
            await cluster.UpAsync(interrupt.Token);
            Console.WriteLine($"export KUBECONFIG={cluster.Folder.Kubeconfig}");
            return 0;
        case "down":
            await cluster.DownAsync(interrupt.Token);
            return 0;
        case "status":
            var status = await cluster.StatusAsync(interrupt.Token);
            Console.WriteLine(status.Ready ? $"ready: {cluster.Folder.Kubeconfig}" : status.Detail);
            return status.Ready ? 0 : 1;
        case "prepare":
            await cluster.PrepareAsync(interrupt.Token);
            return 0;
        case "restart":
            await cluster.RestartServiceAsync("kube-apiserver", interrupt.Token);
            return 0;
        case "samples":
            await cluster.ImportSamplesAsync(Path.GetFullPath("samples"), interrupt.Token);
            return 0;
        case "databases":
            await cluster.ImportDatabasesAsync(interrupt.Token);
            return 0;
        case "workspace":
            DebianOverlay.Write(cluster.Folder.Workspace, Path.GetFullPath("."), $"name: {cluster.Name}, provider: existing, context: reference, kubeconfig: \"{cluster.Folder.Kubeconfig}\"");
            Console.WriteLine($"./build.sh --workspace {cluster.Folder.Workspace}");
            return 0;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }
}
catch (PlatformException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cancelled");
    return 130;
}
