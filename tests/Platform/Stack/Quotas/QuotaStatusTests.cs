using System.Text.Json;
using CsCheck;
using TalosPlatform.Shared;
using TalosPlatform.Stack.Quotas;
using TalosPlatform.Tests.Cost;

namespace TalosPlatform.Tests.Stack.Quotas;

/// <summary>Quotas near their limit are told; the others are not.</summary>
public sealed class QuotaStatusTests
{
    [Theory]
    [InlineData("511Mi", "512Mi", "quota-near-limit", Severity.Warning)]
    [InlineData("512Mi", "512Mi", "quota-used-up", Severity.Error)]
    [InlineData("536870912", "512Mi", "quota-used-up", Severity.Error)]
    [InlineData("600Mi", "512Mi", "quota-used-up", Severity.Error)]
    [InlineData("400m", "500m", "quota-near-limit", Severity.Warning)]
    [InlineData("0.4", "500m", "quota-near-limit", Severity.Warning)]
    [InlineData("399m", "500m", null, null)]
    [InlineData("0", "512Mi", null, null)]
    [InlineData("0", "0", null, null)]
    [InlineData("1", "0", "quota-used-up", Severity.Error)]
    public void A_quota_is_judged_by_its_share(string used, string hard, string? rule, Severity? severity)
    {
        var finding = QuotaStatus.Findings(Read(used, hard)).SingleOrDefault();
        Assert.Equal((rule, severity), (finding?.Rule, finding?.Severity));
        if (finding is not null)
            Assert.Equal(("resourcequotas/shop/small", "limits.memory", true), (finding.File, finding.Pointer, finding.Message.Contains($"{used} of {hard}", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_quota_without_status_says_nothing() => Assert.Empty(QuotaStatus.Read(Json("""{"kind":"ResourceQuotaList","items":[{"metadata":{"name":"a","namespace":"b"},"spec":{"hard":{"pods":"0"}}}]}""")));

    [Fact]
    public void What_is_never_used_counts_as_unused() => Assert.Equal(
        ["b/a pods 0 of 10"],
        QuotaStatus.Read(Json("""{"kind":"ResourceQuota","metadata":{"name":"a","namespace":"b"},"status":{"hard":{"pods":"10"}}}""")).Select(u => $"{u.Namespace}/{u.Quota} {u.Resource} {u.Used} of {u.Hard}"));

    [Theory]
    [InlineData("""{"kind":"Status","code":403}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Another_answer_is_refused(string answer) => Assert.Throws<PlatformException>(() => QuotaStatus.Read(Json(answer)));

    [Fact]
    public void More_use_is_never_judged_more_kindly() =>
        Gen.Select(Gen.Int[0, 2000], Gen.Int[0, 2000], Gen.Int[1, 1000]).Sample((a, b, hard) =>
        {
            static int Weight(int used, int hard) => QuotaStatus.Findings(Read($"{used}", $"{hard}")).Select(f => (int)f.Severity).DefaultIfEmpty(0).Max();
            return Weight(Math.Min(a, b), hard) <= Weight(Math.Max(a, b), hard);
        });

    [Fact]
    public async Task Quotas_are_read_from_the_api_of_a_namespace()
    {
        using var server = new LoopbackServer((_, _) => (200, Answer("300Mi", "512Mi")));
        using var api = new HttpClient { BaseAddress = server.Root };
        var usage = Assert.Single(await new QuotaReader(api).ReadAsync("shop", TestContext.Current.CancellationToken));
        Assert.Equal(("limits.memory", 314572800m), (usage.Resource, usage.UsedAmount));
        Assert.Equal(["/api/v1/namespaces/shop/resourcequotas"], server.Requests);
    }

    [Theory]
    [InlineData(403, "{}", "answered 403")]
    [InlineData(200, "<html>", "cannot be read")]
    [InlineData(200, "{}", "did not answer with resource quotas")]
    public async Task What_cannot_be_read_is_told(int status, string body, string told)
    {
        using var server = new LoopbackServer((_, _) => (status, body));
        using var api = new HttpClient { BaseAddress = server.Root };
        var error = await Assert.ThrowsAsync<PlatformException>(() => new QuotaReader(api).ReadAsync("shop", TestContext.Current.CancellationToken));
        Assert.Contains(told, error.What, StringComparison.Ordinal);
    }

    private static System.Collections.Immutable.ImmutableArray<QuotaUsage> Read(string used, string hard) => QuotaStatus.Read(Json(Answer(used, hard)));

    private static string Answer(string used, string hard) =>
        """{"kind":"ResourceQuotaList","items":[{"metadata":{"name":"small","namespace":"shop"},"status":{"hard":{"limits.memory":"HARD"},"used":{"limits.memory":"USED"}}}]}"""
            .Replace("HARD", hard, StringComparison.Ordinal).Replace("USED", used, StringComparison.Ordinal);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
