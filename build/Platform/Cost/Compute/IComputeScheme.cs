using System.Collections.Immutable;
using TalosPlatform.Cost.Demand;

namespace TalosPlatform.Cost.Compute;

/// <summary>A way clouds charge for running pods.</summary>
public interface IComputeScheme
{
    /// <summary>Whether the price itself is a range.</summary>
    bool PriceVaries => false;

    /// <summary>Prices services.</summary>
    /// <param name="services">What has to run.</param>
    /// <param name="usage">Which end of the measured usage to take.</param>
    /// <param name="price">Which end of the price to take, where it is a range.</param>
    ComputeBill Price(ImmutableArray<ServiceDemand> services, Bound usage, Bound price);
}
