using System.Text.Json.Nodes;
using Google.Protobuf;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Reads OTLP's JSON encoding, which is protobuf's but for ids, which are hexadecimal.</summary>
public static class OtlpJson
{
    private static readonly HashSet<string> Ids = ["traceId", "spanId", "parentSpanId"];
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <exception cref="FormatException">An id is not hexadecimal.</exception>
    /// <exception cref="InvalidProtocolBufferException">Not the message.</exception>
    public static T Parse<T>(byte[] json)
        where T : IMessage, new()
    {
        var tree = JsonNode.Parse(json)!;
        IdsToBase64(tree);
        return Parser.Parse<T>(tree.ToJsonString());
    }

    private static void IdsToBase64(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                IdsToBase64(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (Ids.Contains(name))
                    members[name] = Convert.ToBase64String(Convert.FromHexString(value!.GetValue<string>()));
                else
                    IdsToBase64(value);
            }
        }
    }
}
