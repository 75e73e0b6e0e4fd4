using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Tests.Cluster;

/// <summary>One cluster for all tests, started by the first that needs it.</summary>
public sealed class RunningCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ReferenceCluster? _cluster;
    private readonly HashSet<string> _imported = [];

    /// <summary>The running cluster; the test is skipped with the reason where none can run.</summary>
    public async Task<ReferenceCluster> RequireAsync()
    {
        SkipUnlessPossible();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_cluster is null)
            {
                // What a killed run of these tests left behind is replaced.
                var cluster = Named("tests");
                await cluster.DownAsync(TestContext.Current.CancellationToken);
                await cluster.UpAsync(TestContext.Current.CancellationToken);
                _cluster = cluster;
            }

            return _cluster;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives the cluster the images of the samples, once.</summary>
    public Task ImportSamplesAsync() => ImportAsync("samples", cluster => cluster.ImportSamplesAsync(Path.Combine(Repository.Root, "samples"), TestContext.Current.CancellationToken));

    /// <summary>Gives the cluster the images of databases, once.</summary>
    public Task ImportDatabasesAsync() => ImportAsync("databases", cluster => cluster.ImportDatabasesAsync(TestContext.Current.CancellationToken));

    private async Task ImportAsync(string what, Func<ReferenceCluster, Task> import)
    {
        var cluster = await RequireAsync();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_imported.Contains(what))
                return;
            await import(cluster);
            _imported.Add(what);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Skips the test where no cluster can run.</summary>
    public static void SkipUnlessPossible() => Assert.SkipWhen(ReferenceCluster.WhyNot() is not null, $"no reference cluster here: {ReferenceCluster.WhyNot()}");

    /// <summary>A cluster of this checkout: two checkouts test side by side.</summary>
    public static ReferenceCluster Named(string purpose) =>
        ReferenceCluster.ForUser($"{purpose}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AppContext.BaseDirectory)))[..8]}", new LineProgressReporter(Console.Error));

    /// <summary>Applies a manifest of these tests.</summary>
    public async Task ApplyAsync(string manifest)
    {
        var cluster = await RequireAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Manifests", manifest), TestContext.Current.CancellationToken);
        await KubectlAsync(["apply", "--filename=-"], text, cluster);
    }

    /// <summary>Runs kubectl, which must succeed.</summary>
    public async Task<string> KubectlAsync(string[] arguments, string? input = null, ReferenceCluster? on = null)
    {
        CommandResult result = await (on ?? await RequireAsync()).KubectlAsync(arguments, input, TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Tail());
        return result.Output;
    }

    /// <summary>A client of the API server from outside the node, as the platform has it.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        var cluster = await RequireAsync();
        var config = KubernetesClientConfiguration.BuildConfigFromConfigFile(cluster.Folder.Kubeconfig);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(config.SslCaCerts);
        var user = X509Certificate2.CreateFromPem(Text(config.ClientCertificateData), Text(config.ClientCertificateKeyData));
        var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust, ClientCertificates = [user] } };
        return new HttpClient(handler) { BaseAddress = new Uri(config.Host + "/"), Timeout = TimeSpan.FromSeconds(10) };
    }

    private static string Text(string base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64));

    /// <summary>Tries until an answer is right or a minute has passed; fails with the last one.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> right)
    {
        var deadline = DateTime.UtcNow.AddMinutes(1);
        while (true)
        {
            string last;
            try
            {
                var answer = await ask();
                if (right(answer))
                    return answer;
                last = answer?.ToString() ?? "nothing";
            }
            catch (HttpRequestException error)
            {
                last = error.Message;
            }

            Assert.True(DateTime.UtcNow < deadline, $"not within a minute; last seen: {last}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DownAsync(CancellationToken.None);
        _gate.Dispose();
    }
}
