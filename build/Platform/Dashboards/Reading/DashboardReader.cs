using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Dashboards.Reading;

/// <summary>Reads dashboards of Grafana's classic schema (<c>panels</c>, up to schemaVersion 42) and of its v2 schema (<c>elements</c> and <c>layout</c>),
/// bare or wrapped as the API's <c>dashboard</c> or as a Kubernetes resource.</summary>
internal static class DashboardReader
{
    private static readonly string[] RootKeys = ["panels", "templating", "title", "schemaVersion", "elements", "layout", "rows"];

    public static (Dashboard? Dashboard, Finding? Error) Load(string path, string name) => Read(JsonFile.Load(path, name));

    public static (Dashboard? Dashboard, Finding? Error) Read(JsonFile file)
    {
        if (file.Root is not { } root)
            return (null, file.Error);
        if (!root.IsObject)
            return (null, file.Finding(root, "not-a-dashboard", Severity.Error, "a dashboard is a JSON object; export it from Grafana with \"Export as JSON\""));
        var spec = root["spec"] is { IsObject: true } resource && root["apiVersion"] is not null ? resource
            : root["dashboard"] is { IsObject: true } wrapped && root["panels"] is null ? wrapped
            : root;
        if (spec["elements"] is { IsObject: true } && spec["layout"] is { IsObject: true })
            return (SchemaV2Reader.Read(file, root, spec), null);
        if (spec["panels"] is null && spec["rows"] is null && spec["templating"] is null && spec["schemaVersion"] is null)
        {
            var hint = spec.Members.Select(m => m.Key!).Select(k => NearestName.Find(k, RootKeys) is { } near ? $" (\"{k}\": did you mean \"{near}\"?)" : null).FirstOrDefault(h => h is not null);
            return (null, file.Finding(spec, "not-a-dashboard", Severity.Error, $"neither \"panels\" nor \"elements\" is here{hint}; export the dashboard from Grafana with \"Export as JSON\""));
        }

        return (ClassicReader.Read(file, spec), null);
    }
}
