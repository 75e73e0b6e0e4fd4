using System.Collections.Immutable;

namespace TalosPlatform.Workloads.Load;

/// <summary>Hands out requests in proportion to their weights, evenly spread and always in the same order (smooth weighted round-robin, as in nginx).</summary>
internal sealed class WeightedRequests(ImmutableArray<AppRequest> requests)
{
    private readonly long[] _credit = new long[requests.Length];
    private readonly long _total = requests.Sum(r => (long)Math.Max(1, r.Weight));

    public AppRequest Next()
    {
        var best = 0;
        for (var i = 0; i < _credit.Length; i++)
        {
            _credit[i] += Math.Max(1, requests[i].Weight);
            if (_credit[i] > _credit[best])
                best = i;
        }

        _credit[best] -= _total;
        return requests[best];
    }
}
