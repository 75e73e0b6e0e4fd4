using System.Globalization;
using System.Text.Json.Nodes;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Kubernetes.Apply;

/// <summary>Tells whether an object is as it is wanted, so that nothing is sent that would change nothing. It errs on one side only:
/// an object it calls equal has every wanted value; one that it does not recognise is sent, and the server finds that nothing changes.</summary>
public static class DesiredState
{
    /// <summary>Whether the live object has everything that is wanted, and we own what we applied.</summary>
    public static bool Holds(JsonObject wanted, JsonObject live)
    {
        // One that is being deleted will be gone whatever it has.
        if (!FieldOwners.IsOurs(live) || Removal.IsEnding(live))
            return false;
        foreach (var (name, value) in wanted)
        {
            // Items of a list do not say what they are.
            if (name is not ("apiVersion" or "kind") && !Contains(value, live[name]))
                return false;
        }

        return true;
    }

    private static bool Contains(JsonNode? wanted, JsonNode? live) => wanted switch
    {
        null => live is null,
        JsonObject map => live is JsonObject other ? map.All(pair => Contains(pair.Value, other[pair.Key])) : live is null && map.Count == 0,
        JsonArray list => live is JsonArray other ? list.Count == other.Count && list.Zip(other).All(pair => Contains(pair.First, pair.Second)) : live is null && list.Count == 0,
        JsonValue value => live is JsonValue other && Same(value, other),
        _ => false,
    };

    private static bool Same(JsonValue wanted, JsonValue live)
    {
        var (a, b) = (Text(wanted), Text(live));
        // The server writes 1000m as 1.
        return a == b || (KubernetesQuantity.TryParse(a) is { } x && KubernetesQuantity.TryParse(b) is { } y && x == y);
    }

    private static string Text(JsonValue value) => Convert.ToString(value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    }, CultureInfo.InvariantCulture) ?? "";
}
