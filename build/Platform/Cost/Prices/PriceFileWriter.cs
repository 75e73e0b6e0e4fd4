using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TalosPlatform.Cost.Prices;

/// <summary>Writes a price file, the same bytes for the same prices.</summary>
public static class PriceFileWriter
{
    /// <summary>The YAML of a price file; <see cref="PriceFileReader"/> reads it back as it was.</summary>
    public static string Write(PriceBook book)
    {
        var yaml = new StringBuilder();
        Line(yaml, 0, "schema", "1");
        Line(yaml, 0, "provider", Scalar(book.Provider));
        Line(yaml, 0, "region", Scalar(book.Region));
        Line(yaml, 0, "currency", Scalar(book.Currency));
        Line(yaml, 0, "reservation", Scalar(book.Reservation));
        List(yaml, 0, "sources", book.Sources, source => [("id", Scalar(source.Id)), ("name", Scalar(source.Name)), ("url", Scalar(source.Url)), ("asOf", $"{source.AsOf:yyyy-MM-dd}")]);
        if (!book.Nodes.IsEmpty)
            Nodes(yaml, book.Nodes);
        List(yaml, 0, "sustainedUse", book.SustainedUse, use => [
            ("families", $"[{string.Join(", ", use.Families.Select(Scalar))}]"), ("quarters", $"[{string.Join(", ", use.Quarters.Select(Number))}]"),
            ("fullMonth", Number(use.FullMonth)), ("source", Scalar(use.Source.Id))]);
        if (!book.Rates.IsEmpty)
            Rates(yaml, book.Rates);
        return yaml.ToString();
    }

    private static void Nodes(StringBuilder yaml, ImmutableArray<NodePrice> nodes)
    {
        yaml.Append("nodes:\n");
        foreach (var node in nodes)
        {
            Item(yaml, 0,
            [
                ("type", Scalar(node.Type)), ("family", Scalar(node.Family)), ("vcpu", Number(node.Vcpu)), ("memoryGiB", Number(node.MemoryGiB)), ("maxPods", Number(node.MaxPods)),
                ("architecture", node.Architecture == "amd64" ? null : node.Architecture), ("burstable", node.Burstable ? "true" : null), ("gpus", node.Gpus > 0 ? Number(node.Gpus) : null),
                ("billedVcpu", Number(node.BilledVcpu)), ("allocatableCpu", Number(node.AllocatableCpu)), ("allocatableMemoryGiB", Number(node.AllocatableMemoryGiB)),
                ("source", Scalar(node.Source.Id)), ("hourly", Number(node.Hourly)),
                ("spotHourly", node.Spot is { } spot ? $"[{Number(spot.Low)}, {Number(spot.High)}]" : null), ("spotSource", node.SpotSource is { } source ? Scalar(source.Id) : null),
            ]);
            List(yaml, 4, "reserved", node.Reserved, r => [("term", r.Term), ("hourly", Number(r.Hourly)), ("upfront", Number(r.Upfront)), ("source", r.Source is { } s ? Scalar(s.Id) : null)]);
        }
    }

    private static void Rates(StringBuilder yaml, ImmutableArray<Rate> rates)
    {
        yaml.Append("rates:\n");
        foreach (var rate in rates)
        {
            Item(yaml, 0, [("name", Scalar(rate.Name)), ("service", Scalar(rate.Service)), ("unit", Scalar(rate.Unit)), ("price", rate.Tiers.Length == 1 ? Number(rate.Price) : null)]);
            if (rate.Tiers.Length > 1)
                List(yaml, 4, "tiers", rate.Tiers, tier => [("upTo", Number(tier.UpTo)), ("price", Number(tier.Price))]);
            Line(yaml, 4, "source", Scalar(rate.Source.Id));
        }
    }

    private static void List<T>(StringBuilder yaml, int indent, string key, ImmutableArray<T> items, Func<T, (string Key, string? Value)[]> entries)
    {
        if (items.IsEmpty)
            return;
        yaml.Append(' ', indent).Append(key).Append(":\n");
        foreach (var item in items)
            Item(yaml, indent, entries(item));
    }

    private static void Item(StringBuilder yaml, int indent, (string Key, string? Value)[] entries)
    {
        var lead = "  - ";
        foreach (var (key, value) in entries.Where(e => e.Value is not null))
        {
            yaml.Append(' ', indent).Append(lead).Append(key).Append(": ").Append(value).Append('\n');
            lead = "    ";
        }
    }

    private static void Line(StringBuilder yaml, int indent, string key, string value) => yaml.Append(' ', indent).Append(key).Append(": ").Append(value).Append('\n');

    private static string? Number(decimal? value) => value is { } number ? Number(number) : null;

    // A price keeps the digits it was read with, so that a refresh changes nothing but what changed.
    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    // Plain where YAML takes it as a text for sure, quoted otherwise.
    private static string Scalar(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && text[^1] is not (':' or ' ')
            && text.All(c => c is >= ' ' and <= '~' and not ('[' or ']' or '{' or '}' or '"' or '\\' or '`'));
        if (plain)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString());
        return quoted.Append('"').ToString();
    }
}
