using System.Collections.Immutable;
using TalosPlatform.Cost.Compute;
using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Recommendations;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost;

/// <summary>Everything the cost model needs; nothing of it is read from anywhere.</summary>
/// <param name="Settings">What the estimate is for.</param>
/// <param name="Prices">Prices, already in the wanted currency.</param>
/// <param name="Services">What has to run.</param>
/// <param name="Gaps">What is already known to be missing.</param>
/// <param name="Notes">How the demand came about.</param>
public sealed record CostInput(CostSettings Settings, PriceBook Prices, ImmutableArray<ServiceDemand> Services, ImmutableArray<string> Gaps, ImmutableArray<string> Notes);

/// <summary>The cost model: workload + idle + overhead, in the terms of the OpenCost specification. Pure.</summary>
public static class CostModel
{
    private const int NodesListed = 100;

    /// <summary>Prices services.</summary>
    /// <exception cref="PlatformException">The settings name a node type without a price.</exception>
    public static CostSection Estimate(CostInput input)
    {
        var (settings, book, services) = (input.Settings, input.Prices, input.Services);
        var scheme = Scheme(input);
        var expected = scheme.Price(services, Bound.Expected, Bound.Expected);
        var least = scheme.Price(services, Bound.Low, Bound.Expected);
        var most = scheme.Price(services, Bound.High, Bound.Expected);
        var (low, high) = scheme.PriceVaries ? (scheme.Price(services, Bound.Low, Bound.Low), scheme.Price(services, Bound.High, Bound.High)) : (least, most);
        var (fees, feeGaps) = FixedCosts.Price(book, settings);
        ImmutableArray<CostLine> lines = [.. expected.Lines.Select(l => Rounded(l with { Low = Same(low, l), High = Same(high, l) })), .. fees.Select(Rounded)];
        var fixedTotal = fees.Sum(f => Money(f.Monthly));
        ImmutableArray<ServiceCost> costs = [.. services.Select((s, i) => Cost(s, expected.Allocated[i], low.Allocated[i], high.Allocated[i])).OrderByDescending(s => s.Monthly).ThenBy(s => s.Name, StringComparer.Ordinal)];
        var billed = Money(lines.Sum(l => l.Monthly));
        var allocated = Money(costs.Sum(c => c.Monthly));
        var section = new CostSection
        {
            Currency = book.Currency,
            Provider = book.Provider,
            Region = book.Region,
            PricesAsOf = AsOf(lines, book),
            Scheme = scheme is PerResourceScheme ? "per-resource" : settings.Scheme,
            Monthly = new CostRange(Math.Min(billed, Money(low.Total + fixedTotal)), billed, Math.Max(billed, Money(high.Total + fixedTotal))),
            Allocated = allocated,
            Billed = billed,
            Idle = Money(billed - fixedTotal - allocated),
            Services = costs,
            Lines = lines,
            NodePools = [.. expected.Pools.Where(p => p.Count > 0).Select(p => p with { Monthly = Money(p.Monthly), Idle = Money(p.Idle) })],
            Nodes = [.. expected.Nodes.OrderByDescending(n => n.Monthly).Take(NodesListed).Select(Rounded)],
            Gaps = [.. input.Gaps.Concat(expected.Gaps).Concat(feeGaps).Distinct()],
            Budget = settings.BudgetMonthly,
            Recommendations = CostAdvisor.Advise(input, scheme, expected),
            Assumptions = [.. ErrorContributors.Name(services, least, most, scheme.PriceVaries ? expected.Lines.Sum(l => l.High - l.Low) : 0, book.Currency), .. Assumptions(input, scheme), .. RightSizingAdvice.Refusals(services, settings), .. input.Notes.Distinct()],
        };
        return section with { Findings = Findings(section, services, settings) };
    }

    /// <summary>The way the settings have pods charged for.</summary>
    /// <exception cref="PlatformException">The settings name a node type without a price.</exception>
    public static IComputeScheme Scheme(CostInput input) => input.Settings.Scheme switch
    {
        "fargate" => new FargateScheme(input.Prices, input.Settings.HoursPerMonth),
        "autopilot" => new AutopilotScheme(input.Prices, input.Settings.HoursPerMonth),
        _ when input.Prices.Nodes.IsEmpty => new PerResourceScheme(input.Prices, input.Settings.HoursPerMonth),
        _ => new NodesScheme(input.Prices, NodeChoice.Choose(input.Prices, input.Settings, input.Services), input.Settings.Nodes, input.Settings.Purchase, input.Settings.HoursPerMonth),
    };

    private static ServiceCost Cost(ServiceDemand service, decimal expected, decimal low, decimal high) => new(service.Name, Money(expected))
    {
        CpuCores = Money(service.Replicas * service.Cpu(Bound.Expected)),
        MemoryGiB = Money(service.Replicas * service.Memory(Bound.Expected)),
        Low = Money(Math.Min(low, expected)),
        High = Money(Math.Max(high, expected)),
        CpuEfficiency = service.CpuEfficiency is { } cpu ? Math.Round(cpu, 4) : null,
        MemoryEfficiency = service.MemoryEfficiency is { } memory ? Math.Round(memory, 4) : null,
    };

    private static IEnumerable<string> Assumptions(CostInput input, IComputeScheme scheme)
    {
        var settings = input.Settings;
        yield return FormattableString.Invariant($"a month of {settings.HoursPerMonth:0.##} hours");
        if (scheme is not NodesScheme nodes)
            yield break;
        yield return FormattableString.Invariant($"pods are packed by max(request, usage) on what a node offers to pods: {nodes.Capacity.Size.Cores:0.###} cores, {nodes.Capacity.Size.MemoryGiB:0.##} GiB, {nodes.Capacity.Pods} pods");
        yield return "pods of the cluster itself (network, DNS) are counted only where they are listed as workloads";
        if (settings.NodeType == "auto")
            yield return $"\"{nodes.Node.Type}\" is the cheapest type in the price file that holds everything";
        if (nodes.Node.Burstable)
            yield return $"\"{nodes.Node.Type}\" is burstable: CPU above its baseline for long is throttled or costs extra";
    }

    private static ImmutableArray<Finding> Findings(CostSection section, ImmutableArray<ServiceDemand> services, CostSettings settings)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        if (settings.BudgetMonthly is { } budget && section.Monthly.Expected > budget)
            findings.Add(new Finding(settings.File, "cost.budgetMonthly", "budget-exceeded", Severity.Error, FormattableString.Invariant(
                $"the expected {section.Monthly.Expected:0.00} {section.Currency} a month exceed the budget of {budget:0.00} by {section.Monthly.Expected - budget:0.00}: raise cost.budgetMonthly or see the recommendations")));
        else if (settings.BudgetMonthly is { } near && section.Monthly.High > near)
            findings.Add(new Finding(settings.File, "cost.budgetMonthly", "budget-at-risk", Severity.Warning, FormattableString.Invariant(
                $"up to {section.Monthly.High:0.00} {section.Currency} a month are possible, more than the budget of {near:0.00}")));
        if (services.IsEmpty)
            findings.Add(new Finding(settings.File, "cost", "nothing-to-price", Severity.Error, "no service could be priced: the estimate holds fees alone; see the gaps for the reasons"));
        return findings.ToImmutable();
    }

    private static string AsOf(ImmutableArray<CostLine> lines, PriceBook book) =>
        lines.Select(l => l.AsOf).Where(d => d.Length > 0).Concat(lines.IsEmpty ? book.Sources.Select(s => $"{s.AsOf:yyyy-MM-dd}") : []).Min(StringComparer.Ordinal) ?? "";

    private static decimal Same(ComputeBill bill, CostLine line) => bill.Lines.Where(l => l.Sku == line.Sku).Sum(l => l.Monthly);

    private static CostLine Rounded(CostLine line)
    {
        var monthly = Money(line.Monthly);
        return line with { Quantity = Money(line.Quantity), UnitPrice = Units.Trim(Math.Round(line.UnitPrice, 8)), Monthly = monthly, List = Money(line.List), Low = Math.Min(monthly, Money(line.Low)), High = Math.Max(monthly, Money(line.High)) };
    }

    private static NodeIdle Rounded(NodeIdle node) => node with { CpuCores = Money(node.CpuCores), MemoryGiB = Money(node.MemoryGiB), Monthly = Money(node.Monthly) };

    private static decimal Money(decimal amount) => Units.Trim(Math.Round(amount, 6));
}
