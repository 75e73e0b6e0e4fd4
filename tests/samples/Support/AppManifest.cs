using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>A sample's app.yaml. An unknown key fails the reading.</summary>
public sealed class AppManifest
{
    public string Name { get; set; } = "";

    public string Runtime { get; set; } = "";

    public List<Requirement> Requires { get; set; } = [];

    public List<string> Needs { get; set; } = [];

    public Step? Build { get; set; }

    public Step Run { get; set; } = new();

    public Dictionary<string, string> Ports { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public Probe Ready { get; set; } = new();

    public List<Request> Load { get; set; } = [];

    public static AppManifest Of(string sample) => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build()
        .Deserialize<AppManifest>(File.ReadAllText(Path.Combine(Repository.Sample(sample), "app.yaml")));

    public sealed class Step
    {
        public List<string> Command { get; set; } = [];

        public string? WorkingDirectory { get; set; }
    }

    public sealed class Requirement
    {
        public List<string> Command { get; set; } = [];

        public string Fix { get; set; } = "";
    }

    public sealed class Probe
    {
        public string Port { get; set; } = "";

        public string Path { get; set; } = "";
    }

    public sealed class Request
    {
        public string Method { get; set; } = "";

        public string Path { get; set; } = "";

        public string? Body { get; set; }

        public string? ContentType { get; set; }

        public double Weight { get; set; }
    }
}
