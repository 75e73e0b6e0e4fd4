using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Compilation;

/// <summary>Generates <c>pkg/generated/openapi</c>, which the API server is built from and the source archive lacks.</summary>
internal static class OpenApiDefinitions
{
    private const string Marker = "+k8s:openapi-gen=";

    // Where API types live. The rest of the tree holds examples and the generators' own tests.
    private static readonly string[] Roots =
    [
        "pkg/apis", "vendor/k8s.io/api", "vendor/k8s.io/apiextensions-apiserver/pkg/apis", "vendor/k8s.io/apimachinery/pkg",
        "vendor/k8s.io/apiserver/pkg/apis/audit", "vendor/k8s.io/client-go/pkg", "vendor/k8s.io/cloud-provider/config",
        "vendor/k8s.io/controller-manager/config", "vendor/k8s.io/kube-aggregator/pkg/apis", "vendor/k8s.io/kube-controller-manager/config",
        "vendor/k8s.io/kube-proxy/config", "vendor/k8s.io/kube-scheduler/config", "vendor/k8s.io/kubelet/config", "vendor/k8s.io/metrics/pkg",
    ];

    /// <summary>Builds the generator and runs it.</summary>
    public static async Task GenerateAsync(GoCommand go, ICommandRunner commands, string work, string tree, CancellationToken cancellation)
    {
        var generator = Path.Combine(work, "openapi-gen");
        await go.BuildAsync(["-o", generator, "./vendor/k8s.io/kube-openapi/cmd/openapi-gen"], "Compiling openapi-gen", cancellation);
        var header = Path.Combine(work, "header.txt");
        await File.WriteAllTextAsync(header, "", cancellation);
        var goRoot = Path.Combine(work, "go");
        await commands.RunCheckedAsync(
            Command.Of(generator, [
                "--go-header-file", header, "--input-dirs", string.Join(',', Packages(tree)), "--output-package", "k8s.io/kubernetes/pkg/generated/openapi",
                "--output-file-base", "zz_generated.openapi", "--output-base", Path.Combine(goRoot, "src"), "--report-filename", "/dev/null",
            ]) with
            {
                WorkingDirectory = tree,
                Deadline = TimeSpan.FromMinutes(10),
                Environment = Command.Of("").Environment.Add("GOPATH", goRoot).Add("GO111MODULE", "off").Add("GOROOT", Path.Combine(work, "toolchain/usr/lib/go-1.19")),
            },
            "Generating the OpenAPI definitions",
            cancellation: cancellation);
    }

    private static IEnumerable<string> Packages(string tree) =>
        Roots.SelectMany(root => Directory.EnumerateFiles(Path.Combine(tree, root) + "/", "*.go", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/testapigroup/", StringComparison.Ordinal))
            .GroupBy(file => Path.GetDirectoryName(file)!)
            .Where(package => package.Any(IsMarked))
            .Select(package => "k8s.io/kubernetes/" + Path.GetRelativePath(tree, package.Key))
            .Order(StringComparer.Ordinal);

    private static bool IsMarked(string file) =>
        File.ReadLines(file).Any(line => line.StartsWith("//", StringComparison.Ordinal) && line.Contains(Marker, StringComparison.Ordinal));
}
