using TalosPlatform.Queries;

namespace TalosPlatform.Tests.Queries;

/// <summary>How often a Prometheus scrapes stands in its configuration.</summary>
public sealed class ScrapeIntervalTests
{
    [Theory]
    [InlineData("global:\n  scrape_interval: 10s\n  scrape_timeout: 9s\n", 10)]
    [InlineData("global:\n  external_labels:\n    cluster: a\n  scrape_interval: 1m30s\nscrape_configs:\n- job_name: a\n  scrape_interval: 5s\n", 90)]
    [InlineData("scrape_configs:\n- job_name: a\n  scrape_interval: 5s\n", 60)]
    [InlineData("global:\n  scrape_timeout: 9s\nscrape_configs:\n- job_name: a\n  scrape_interval: 5s\n", 60)]
    [InlineData("global:\n  scrape_interval: soon\n", 60)]
    [InlineData("", 60)]
    public void The_global_one_counts(string configuration, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), ScrapeInterval.Of(configuration));
}
