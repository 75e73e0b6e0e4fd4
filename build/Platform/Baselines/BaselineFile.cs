using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TalosPlatform.Reports;

namespace TalosPlatform.Baselines;

/// <summary>What must be equal for two runs to be comparable.</summary>
/// <param name="Runner">Kind of machine: who owns it, system, architecture, number of processors.</param>
/// <param name="Provider">Provider of the cluster.</param>
/// <param name="Version">Version of Kubernetes, or of Prometheus where there is none.</param>
/// <param name="Load">The levels of load.</param>
public sealed record RunKind(string Runner, string Provider, string Version, string Load);

/// <summary>What the prices of a run are: costs at other prices are not comparable.</summary>
public sealed record PriceBasis(string Provider, string Region, string Currency, string Scheme, string AsOf)
{
    /// <summary>The basis of an estimate.</summary>
    public static PriceBasis Of(CostSection cost) => new(cost.Provider, cost.Region, cost.Currency, cost.Scheme, cost.PricesAsOf);
}

/// <summary>An earlier run, as far as it is compared.</summary>
/// <param name="At">When it started.</param>
/// <param name="Sha">Commit; may be empty.</param>
/// <param name="Kind">What it is comparable with.</param>
/// <param name="Prices">Basis of its costs; null when it has none.</param>
/// <param name="Values">Its measurements by key.</param>
public sealed record BaselineRun(DateTimeOffset At, string Sha, RunKind Kind, PriceBasis? Prices, ImmutableSortedDictionary<string, double> Values);

/// <summary>A file of earlier runs.</summary>
/// <param name="Schema">Version of its contract, 1.</param>
/// <param name="Runs">The runs.</param>
public sealed record BaselineContent(int Schema, ImmutableArray<BaselineRun> Runs);

/// <summary>What a store knows of a branch.</summary>
/// <param name="Runs">Its earlier runs, the latest last.</param>
/// <param name="Damage">Why what is stored is no baseline; null when it is one, or when nothing is stored.</param>
public sealed record BaselineReading(ImmutableArray<BaselineRun> Runs, string? Damage = null);

/// <summary>The earlier runs of a branch, the latest last.</summary>
[JsonSerializable(typeof(BaselineContent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
public sealed partial class BaselineFile : JsonSerializerContext
{
    /// <summary>Runs kept: enough for steady quartiles, few enough that an old machine or an old habit is forgotten.</summary>
    public const int MaxRuns = 50;

    /// <summary>Largest file that is read, bytes. The file may come from outside.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Ending of the name that a file gets which is no baseline: it is kept, and another one begun.</summary>
    public const string DamagedSuffix = ".damaged";

    /// <summary>A file that is not even read.</summary>
    public static BaselineReading TooLarge { get; } = new([], $"it is larger than {MaxBytes / 1024 / 1024} MiB");

    /// <summary>Runs in a file; what is wrong with it is a part of a sentence.</summary>
    public static BaselineReading Parse(string text)
    {
        if (text.Length > MaxBytes)
            return TooLarge;
        try
        {
            return JsonSerializer.Deserialize(text, Default.BaselineContent) switch
            {
                { Schema: 1, Runs.IsDefault: false } content => new([.. content.Runs.Where(IsWhole).TakeLast(MaxRuns)]),
                { Schema: not 1 and var schema } => new([], FormattableString.Invariant($"its schema is {schema}, and this version of the platform reads 1")),
                _ => new([], "it names no runs"),
            };
        }
        catch (JsonException error)
        {
            return new([], Reports.SafeText.OneLine(error.Message, 200));
        }
    }

    /// <summary>The file of some runs, the latest of them.</summary>
    public static string Write(IEnumerable<BaselineRun> runs) =>
        JsonSerializer.Serialize(new BaselineContent(1, [.. runs.OrderBy(r => r.At).TakeLast(MaxRuns)]), Default.BaselineContent) + "\n";

    /// <summary>Name of a branch's file: readable, and different for branches that differ only in what file systems ignore.</summary>
    public static string NameOf(string branch)
    {
        var plain = branch.Length <= 60 && branch.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') ? branch : null;
        if (plain is not null)
            return plain + ".json";
        var readable = new string([.. branch.ToLowerInvariant().Take(40).Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]);
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(branch));
        return $"{readable}.{Convert.ToHexStringLower(hash)[..12]}.json";
    }

    private static bool IsWhole(BaselineRun? run) => run is { Kind: not null, Values: not null, Sha: not null } && run.Values.Values.All(double.IsFinite);
}
