namespace TalosPlatform.Queries.PromQl.Syntax;

/// <summary>Kinds of tokens; keywords and operators are told apart by the lexer, whether they act as such by the parser.</summary>
internal enum TokenKind : byte
{
    EndOfInput,
    Error,
    Identifier,
    MetricIdentifier,
    Number,
    Duration,
    Text,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    At,
    Assign,
    MatchRegex,
    MatchNotRegex,

    // Binary operators, in the order of Ast.BinaryOperator.
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Atan2,
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    And,
    Or,
    Unless,
    TrimUpper,
    TrimLower,

    // Aggregations, in the order of Ast.AggregateOperator.
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    TopK,
    BottomK,
    CountValues,
    Quantile,
    LimitK,
    LimitRatio,

    Offset,
    Anchored,
    Smoothed,
    By,
    Without,
    On,
    Ignoring,
    GroupLeft,
    GroupRight,
    Fill,
    FillLeft,
    FillRight,
    Bool,
    Start,
    End,
    Step,
    Range,
    MinOf,
    MaxOf,
}

/// <summary>A token: its kind and its place in the query.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;

    public SourceSpan Span => new(Start, Length);

    public bool IsBinaryOperator => Kind is >= TokenKind.Add and <= TokenKind.TrimLower;

    public bool IsAggregator => Kind is >= TokenKind.Sum and <= TokenKind.LimitRatio;

    public bool IsSign => Kind is TokenKind.Add or TokenKind.Subtract;

    /// <summary>Words that may name a metric although they are keywords.</summary>
    public bool CanNameMetric => Kind is TokenKind.Identifier or TokenKind.MetricIdentifier or TokenKind.And or TokenKind.Or
        or TokenKind.Unless or TokenKind.Offset or TokenKind.Anchored or TokenKind.Smoothed or TokenKind.By or TokenKind.Without
        or TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight or (>= TokenKind.Start and <= TokenKind.MaxOf)
        || IsAggregator;

    /// <summary>Words that may name a label in a list of labels.</summary>
    public bool CanNameLabel => (CanNameMetric && Kind != TokenKind.Without) || Kind is TokenKind.Atan2 or TokenKind.Bool
        or TokenKind.On or TokenKind.Ignoring or TokenKind.GroupLeft or TokenKind.GroupRight;

    /// <summary>Words that name a function when a parenthesis follows.</summary>
    public bool CanNameFunction => Kind is TokenKind.Identifier or (>= TokenKind.Start and <= TokenKind.MaxOf);
}
