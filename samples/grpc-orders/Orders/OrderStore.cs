using System.Globalization;
using GrpcOrders.Protos;

namespace GrpcOrders.Orders;

/// <summary>The newest orders, in memory. The oldest is forgotten when <paramref name="capacity"/> is reached.</summary>
public sealed class OrderStore(int capacity = 10_000)
{
    private readonly Lock _gate = new();
    private readonly Order[] _ring = new Order[capacity];
    private long _placed;

    /// <summary>Orders kept now.</summary>
    public int Count { get { lock (_gate) return (int)Math.Min(_placed, _ring.Length); } }

    /// <summary>Gives the order the next id and keeps it.</summary>
    public Order Add(Order order)
    {
        lock (_gate)
        {
            order.Id = (++_placed).ToString(CultureInfo.InvariantCulture);
            _ring[(_placed - 1) % _ring.Length] = order;
            return order;
        }
    }

    /// <summary>The order with this id, or null when it never existed or was forgotten.</summary>
    public Order? Find(string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        lock (_gate)
            return number >= 1 && number <= _placed && number > _placed - _ring.Length ? _ring[(number - 1) % _ring.Length] : null;
    }

    /// <summary>At most <paramref name="limit"/> orders, newest first.</summary>
    public IReadOnlyList<Order> Newest(int limit)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(limit, Math.Min(_placed, _ring.Length));
            var newest = new Order[count];
            for (var i = 0; i < count; i++)
                newest[i] = _ring[(_placed - 1 - i) % _ring.Length];
            return newest;
        }
    }
}
