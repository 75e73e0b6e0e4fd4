using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Reports;

namespace TalosPlatform.Cost;

/// <summary>What is paid whatever the pods do: control plane, storage, traffic, and what else the user lists.</summary>
public static class FixedCosts
{
    /// <summary>Lines of the bill, and a gap for everything that has no price.</summary>
    public static (ImmutableArray<CostLine> Lines, ImmutableArray<string> Gaps) Price(PriceBook book, CostSettings settings)
    {
        var lines = ImmutableArray.CreateBuilder<CostLine>();
        var gaps = ImmutableArray.CreateBuilder<string>();

        void Add(string title, string name, decimal quantity, string category, int times = 1)
        {
            if (book.Rate(name) is { } rate)
                lines.Add(RateLine.Of(title, rate, times * quantity, times * rate.For(quantity), category));
            else
                gaps.Add($"{title}: {book.Provider} has no price \"{name}\" in {book.Region}: not priced");
        }

        var controlPlane = settings.ControlPlane switch { "standard" => "control-plane", "none" => null, var other => $"control-plane-{other}" };
        // A price file of one's own need not know a control plane.
        if (controlPlane is not null && (book.Provider != "custom" || book.Rate(controlPlane) is not null))
            Add("Control plane", controlPlane, settings.HoursPerMonth, "control-plane");
        foreach (var volume in settings.Storage)
        {
            var perDisk = book.Rate(volume.Class)?.Unit == "disk-month";
            Add($"Storage {volume.Class}", volume.Class, perDisk ? 1 : volume.SizeGB, "storage", volume.Count);
            if (volume.Iops is { } iops)
                Add($"Storage {volume.Class} IOPS", $"{volume.Class}-iops", iops, "storage", volume.Count);
            if (volume.ThroughputMBps is { } throughput)
                Add($"Storage {volume.Class} throughput", $"{volume.Class}-throughput", throughput, "storage", volume.Count);
        }

        if (settings.EgressGB > 0)
            Add("Egress", "egress", settings.EgressGB, "network");
        foreach (var extra in settings.Extras)
            Add(extra.Rate, extra.Rate, extra.Quantity, "other");
        return (lines.ToImmutable(), gaps.ToImmutable());
    }
}
