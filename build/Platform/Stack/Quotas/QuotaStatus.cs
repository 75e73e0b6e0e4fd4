using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TalosPlatform.Shared;
using TalosPlatform.Workloads;

namespace TalosPlatform.Stack.Quotas;

/// <summary>Reads what the API server says of ResourceQuotas, and tells which are near their limit.</summary>
public static class QuotaStatus
{
    /// <summary>From this share on a quota is near its limit: the next rolling update may not fit.</summary>
    public const decimal NearLimit = 0.8m;

    /// <summary>Rule of a quota that is near its limit.</summary>
    public const string NearLimitRule = "quota-near-limit";

    /// <summary>Rule of a quota that is used up.</summary>
    public const string UsedUpRule = "quota-used-up";

    /// <summary>Every resource of every quota in a <c>ResourceQuotaList</c> (or of one <c>ResourceQuota</c>), by namespace, quota and resource.
    /// Only <c>status</c> counts: before the controller has filled it in, nothing is known.</summary>
    /// <param name="answer">The API server's answer.</param>
    /// <exception cref="PlatformException">The answer is something else.</exception>
    public static ImmutableArray<QuotaUsage> Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || Text(answer, "kind") is not ("ResourceQuotaList" or "ResourceQuota"))
            throw new PlatformException("The API server did not answer with resource quotas.", "Check the address of the cluster.");
        IEnumerable<JsonElement> quotas = answer.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [answer];
        return
        [
            .. quotas.SelectMany(Resources).OrderBy(u => u.Namespace, StringComparer.Ordinal).ThenBy(u => u.Quota, StringComparer.Ordinal).ThenBy(u => u.Resource, StringComparer.Ordinal),
        ];
    }

    /// <summary>What is to be said of quotas: a warning from <see cref="NearLimit"/> on, an error where nothing is left.</summary>
    public static ImmutableArray<Finding> Findings(IEnumerable<QuotaUsage> usages) => [.. usages.Select(Judge).OfType<Finding>()];

    private static Finding? Judge(QuotaUsage usage)
    {
        var used = usage.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"{usage.Used} of {usage.Hard} ({Math.Floor(share * 100)} %)") : $"{usage.Used} of {usage.Hard}";
        var file = $"resourcequotas/{usage.Namespace}/{usage.Quota}";
        // A quota of zero forbids the resource on purpose; only what is used nevertheless is worth a word.
        if (usage.UsedAmount > 0 && usage.UsedAmount >= usage.HardAmount)
            return new Finding(file, usage.Resource, UsedUpRule, Severity.Error, $"\"{usage.Resource}\" of namespace \"{usage.Namespace}\" is used up: {used}. New pods are refused, also those of a rolling update: free some, or choose a larger cluster.quota.");
        return usage.Share >= NearLimit
            ? new Finding(file, usage.Resource, NearLimitRule, Severity.Warning, $"\"{usage.Resource}\" of namespace \"{usage.Namespace}\" is almost used up: {used}. A rolling update may not fit: lower requests and limits, or choose a larger cluster.quota.")
            : null;
    }

    private static IEnumerable<QuotaUsage> Resources(JsonElement quota)
    {
        if (!quota.TryGetProperty("metadata", out var metadata) || !quota.TryGetProperty("status", out var status)
            || !status.TryGetProperty("hard", out var hard) || hard.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var limit in hard.EnumerateObject())
        {
            var used = status.TryGetProperty("used", out var all) && Text(all, limit.Name) is { Length: > 0 } some ? some : "0";
            var most = Text(hard, limit.Name);
            if (KubernetesQuantity.TryParse(used) is { } usedAmount && KubernetesQuantity.TryParse(most) is { } hardAmount)
                yield return new QuotaUsage(Text(metadata, "namespace"), Text(metadata, "name"), limit.Name, used, most, usedAmount, hardAmount);
        }
    }

    private static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
