using System.Text.Json;

namespace TalosPlatform.Dashboards;

/// <summary>The identity Grafana knows a dashboard by.</summary>
public static class DashboardUid
{
    /// <summary>The <c>uid</c> of a classic dashboard file; null when it has none or cannot be read, which validation reports.</summary>
    public static string? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("uid", out var uid) && uid.ValueKind == JsonValueKind.String
                ? uid.GetString()
                : null;
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return null;
        }
    }
}
