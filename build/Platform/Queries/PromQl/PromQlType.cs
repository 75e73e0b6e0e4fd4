namespace TalosPlatform.Queries.PromQl;

/// <summary>The four types of PromQL expressions.</summary>
public enum PromQlType
{
    /// <summary>A floating point number without labels.</summary>
    Scalar,

    /// <summary>One sample per series at one time.</summary>
    InstantVector,

    /// <summary>A range of samples per series.</summary>
    RangeVector,

    /// <summary>A string; only functions take it.</summary>
    Text,
}

/// <summary>Names of <see cref="PromQlType"/> as Prometheus writes them.</summary>
public static class PromQlTypeNames
{
    /// <summary>The name used in the documentation and in type errors: "instant vector", "range vector".</summary>
    public static string Documented(this PromQlType type) => type switch
    {
        PromQlType.InstantVector => "instant vector",
        PromQlType.RangeVector => "range vector",
        PromQlType.Text => "string",
        _ => "scalar",
    };

    /// <summary>The name used by the HTTP API's <c>resultType</c>: "vector", "matrix".</summary>
    public static string ResultType(this PromQlType type) => type switch
    {
        PromQlType.InstantVector => "vector",
        PromQlType.RangeVector => "matrix",
        PromQlType.Text => "string",
        _ => "scalar",
    };
}
