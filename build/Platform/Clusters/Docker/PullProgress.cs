using System.Globalization;

namespace TalosPlatform.Clusters.Docker;

/// <summary>Adds up the layers of one image that is being pulled or pushed.</summary>
public sealed class PullProgress
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Current, long Total, bool Done)> _layers = new(StringComparer.Ordinal);

    /// <summary>Bytes received so far.</summary>
    public long Current => Sum(l => l.Current);

    /// <summary>Bytes of the layers whose size is known.</summary>
    public long Total => Sum(l => l.Total);

    /// <summary>Takes in an event.</summary>
    public void Add(LayerEvent layer)
    {
        if (layer.Layer.Length == 0)
            return;
        lock (_gate)
        {
            var known = _layers.GetValueOrDefault(layer.Layer);
            _layers[layer.Layer] = layer.Status switch
            {
                "Downloading" or "Pushing" => (Math.Min(layer.Current, Math.Max(layer.Total, known.Total)), Math.Max(layer.Total, known.Total), false),
                "Download complete" or "Pull complete" or "Pushed" or "Verifying Checksum" => (known.Total, known.Total, true),
                "Already exists" or "Layer already exists" => (0, 0, true),
                // Unpacking counts the same bytes a second time.
                "Extracting" => (known.Total, known.Total, true),
                _ when _layers.ContainsKey(layer.Layer) => known,
                "Pulling fs layer" or "Waiting" or "Preparing" => (0, 0, false),
                _ => known,
            };
            // "<tag>: Pulling from …" carries the tag where layers carry their id.
            if (layer.Status.StartsWith("Pulling from", StringComparison.Ordinal))
                _layers.Remove(layer.Layer);
        }
    }

    /// <summary>Such as <c>12 of 80 MiB, 3 of 9 layers</c>.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var done = _layers.Values.Count(l => l.Done);
            return string.Create(CultureInfo.InvariantCulture, $"{Mebibytes(_layers.Values.Sum(l => l.Current))} of {Mebibytes(_layers.Values.Sum(l => l.Total))} MiB, {done} of {_layers.Count} layers");
        }
    }

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString(bytes < 10 * 1048576 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private long Sum(Func<(long Current, long Total, bool Done), long> of)
    {
        lock (_gate)
            return _layers.Values.Sum(of);
    }
}
