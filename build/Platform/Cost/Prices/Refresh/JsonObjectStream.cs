using System.Text.Json;

namespace TalosPlatform.Cost.Prices.Refresh;

/// <summary>Walks a JSON document too large for memory: the reader decides for each property whether to go into it, to take its value, or to skip it.</summary>
internal static class JsonObjectStream
{
    /// <summary>What to do with a property.</summary>
    public enum Step
    {
        /// <summary>Go on with the properties of its value, an object.</summary>
        Enter,

        /// <summary>Hand over its value.</summary>
        Take,

        /// <summary>Leave it out.</summary>
        Skip,
    }

    // One property's value must fit; the largest real ones have some ten thousand bytes.
    private const int LargestValue = 64 * 1024 * 1024;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">UTF-8 JSON, an object at its root.</param>
    /// <param name="decide">Called with the path of each property on the way.</param>
    /// <param name="take">Called with the path and value of each property taken.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JsonException">The stream is not JSON, or breaks off.</exception>
    public static async Task ReadAsync(Stream stream, Func<IReadOnlyList<string>, Step> decide, Action<IReadOnlyList<string>, JsonElement> take, CancellationToken cancellation)
    {
        var walk = new Walk(decide, take);
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (buffer.Length >= LargestValue)
                    throw new JsonException($"a value is larger than {LargestValue} bytes");
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            filled += read;
            var consumed = walk.Consume(buffer.AsSpan(0, filled), read == 0);
            buffer.AsSpan(consumed, filled - consumed).CopyTo(buffer);
            filled -= consumed;
            if (read == 0)
                break;
        }

        if (!walk.Ended)
            throw new JsonException("the document breaks off");
    }

    private sealed class Walk(Func<IReadOnlyList<string>, Step> decide, Action<IReadOnlyList<string>, JsonElement> take)
    {
        private readonly List<string> _path = [];
        private JsonReaderState _state;
        private bool _started;

        public bool Ended { get; private set; }

        public int Consume(ReadOnlySpan<byte> bytes, bool final)
        {
            var reader = new Utf8JsonReader(bytes, final, _state);
            long consumed = 0;
            while (true)
            {
                // A property is handled with its value or, where the buffer ends within it, not at all.
                var before = reader;
                if (!reader.Read() || (reader.TokenType == JsonTokenType.PropertyName && !Property(ref reader)))
                {
                    _state = before.CurrentState;
                    return (int)consumed;
                }

                if (!_started && reader.TokenType != JsonTokenType.StartObject)
                    throw new JsonException("the document is not an object");
                _started = true;
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == _path.Count)
                    Leave();
                consumed = reader.BytesConsumed;
            }
        }

        private void Leave()
        {
            if (_path.Count == 0)
                Ended = true;
            else
                _path.RemoveAt(_path.Count - 1);
        }

        private bool Property(ref Utf8JsonReader reader)
        {
            _path.Add(reader.GetString()!);
            var step = decide(_path);
            var probe = reader;
            if (!probe.Read())
            {
                _path.RemoveAt(_path.Count - 1);
                return false;
            }

            if (step == Step.Enter && probe.TokenType == JsonTokenType.StartObject)
            {
                reader = probe;
                return true;
            }

            var done = false;
            if (step == Step.Take)
            {
                if (done = JsonDocument.TryParseValue(ref reader, out var value))
                {
                    using (value)
                        take(_path, value!.RootElement);
                }
            }
            else
            {
                done = reader.TrySkip();
            }

            _path.RemoveAt(_path.Count - 1);
            return done;
        }
    }
}
