using TalosPlatform.Queries.PromQl;

namespace TalosPlatform.Tests.Queries.PromQl;

public sealed class CorpusTests
{
    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Verdicts_agree_with_promtool_on_every_vector()
    {
        var disagreements = Corpus.Vectors()
            .Where(vector => PromQlParser.Parse(vector.Query).IsValid != vector.Valid)
            .Select(vector => $"{vector.Query}  →  promtool says {(vector.Valid ? "valid" : "invalid")}");
        Assert.Empty(disagreements);
    }

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Experimental_vectors_are_accepted_with_every_feature_on()
    {
        var refused = Corpus.Vectors()
            .Where(vector => vector.Experimental)
            .Select(vector => PromQlParser.Parse(vector.Query, PromQlOptions.Latest))
            .Where(result => !result.IsValid)
            .Select(result => $"{result.Query}  →  {result.Errors[0].Describe(result.Query)}");
        Assert.Empty(refused);
    }

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Invalid_vectors_stay_invalid_with_every_feature_on() => Assert.DoesNotContain(
        Corpus.Vectors(),
        vector => vector is { Valid: false, Experimental: false } && PromQlParser.Parse(vector.Query, PromQlOptions.Latest).IsValid);

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Every_error_has_a_message_and_lies_within_the_query()
    {
        foreach (var (query, _, _) in Corpus.Vectors())
        {
            foreach (var error in PromQlParser.Parse(query).Errors)
            {
                Assert.NotEmpty(error.Message);
                Assert.InRange(error.Span.Offset, 0, query.Length);
                Assert.InRange(error.Span.End, error.Span.Offset, query.Length);
            }
        }
    }

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Every_expression_of_the_rule_files_is_valid()
    {
        var rules = Corpus.Rules();
        Assert.NotEmpty(rules);
        Assert.Empty(rules.Select(rule => PromQlParser.Parse(rule.Query))
            .Where(result => !result.IsValid)
            .Select(result => $"{result.Query}  →  {result.Errors[0].Describe(result.Query)}"));
    }

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Printing_and_parsing_again_changes_nothing()
    {
        var queries = Corpus.Vectors().Where(vector => vector.Valid || vector.Experimental).Select(vector => vector.Query)
            .Concat(Corpus.Rules().Select(rule => rule.Query));
        foreach (var query in queries)
            RoundTrip.Check(PromQlParser.Parse(query, OptionsFor(query)).Expression!);

        static PromQlOptions OptionsFor(string query) =>
            PromQlParser.Parse(query).IsValid ? PromQlOptions.Default : PromQlOptions.Latest;
    }
}
