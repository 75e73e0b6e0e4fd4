using System.Text.RegularExpressions;
using Octokit;
using Octokit.Internal;
using TalosPlatform.Publishing.Http;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing.GitHub;

/// <summary>A repository on github.com or on GitHub Enterprise.</summary>
internal sealed partial class GitHubSite
{
    private GitHubSite(IGitHubClient client, Uri graphQl, string owner, string name)
    {
        Client = client;
        GraphQl = graphQl;
        Owner = owner;
        Name = name;
    }

    /// <summary>The client, with the token.</summary>
    internal IGitHubClient Client { get; }

    /// <summary>Address of the GraphQL server.</summary>
    internal Uri GraphQl { get; }

    /// <summary>Owner of the repository.</summary>
    internal string Owner { get; }

    /// <summary>Name of the repository.</summary>
    internal string Name { get; }

    /// <summary>The repository the workflow runs in.</summary>
    /// <exception cref="PlatformException">The variables of the runner are missing.</exception>
    internal static GitHubSite Of(CiVariables variables, string token, TimeSpan deadline, TimeProvider clock, Action<string> onPause)
    {
        var parts = RepositoryPattern().Match(variables["GITHUB_REPOSITORY"] ?? "");
        if (!parts.Success)
            throw new PlatformException($"\"{variables["GITHUB_REPOSITORY"]}\" is no repository.", "Run inside a workflow, which sets GITHUB_REPOSITORY to owner/name.");
        // Any other server than the one that was named must not see the token.
        var api = variables.Address("GITHUB_API_URL") ?? (variables["GITHUB_API_URL"] is not { } named ? new Uri("https://api.github.com/")
            : throw new PlatformException($"\"{named}\" in GITHUB_API_URL is no address.", "Run inside a workflow, which sets it."));
        var graphQl = variables.Address("GITHUB_GRAPHQL_URL") is { } told ? new Uri(told.AbsoluteUri.TrimEnd('/'))
            : api.AbsolutePath == "/api/v3/" ? new Uri(api, "/api/graphql")
            : new Uri(api, "graphql");
        // A redirect would carry the token elsewhere.
        var transport = new PatientHandler(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) }, clock, deadline, onPause);
        var adapter = new HttpClientAdapter(() => transport);
        adapter.SetRequestTimeout(deadline + TimeSpan.FromSeconds(30));
        var connection = new Connection(new ProductHeaderValue("talos-observability-platform"), api, new InMemoryCredentialStore(new Credentials(token)), adapter, new SimpleJsonSerializer());
        return new GitHubSite(new GitHubClient(connection), graphQl, parts.Groups["owner"].Value, parts.Groups["name"].Value);
    }

    /// <summary>Number of the pull request an event is about; null when there is none.</summary>
    internal async Task<int?> FindPullRequestAsync(GitHubEvent happened)
    {
        if (happened.PullRequest is { } number)
            return number;
        return await GitHubErrors.ExplainAsync("find the pull request", async () =>
        {
            if (happened.Sha.Length > 0)
            {
                var found = await Client.Repository.Commit.PullRequests(Owner, Name, happened.Sha, new ApiOptions { PageSize = 100 });
                if (Open(found.Select(p => (p.Number, p.State, p.Head.Sha)), happened.Sha) is { } ofCommit)
                    return ofCommit;
            }

            if (happened.Head.Length == 0)
                return null;
            var ofBranch = await Client.PullRequest.GetAllForRepository(Owner, Name, new PullRequestRequest { Head = happened.Head, State = ItemStateFilter.Open }, new ApiOptions { PageSize = 100 });
            return Open(ofBranch.Where(p => p.Head.Sha == happened.Sha).Select(p => (p.Number, p.State, p.Head.Sha)), happened.Sha);
        });
    }

    private static int? Open(IEnumerable<(int Number, StringEnum<ItemState> State, string Sha)> candidates, string sha) =>
        candidates.Where(p => p.State == ItemState.Open).OrderByDescending(p => p.Sha == sha).ThenByDescending(p => p.Number).Select(p => (int?)p.Number).FirstOrDefault();

    [GeneratedRegex(@"\A(?<owner>[A-Za-z0-9_-]{1,64})/(?<name>[A-Za-z0-9._-]{1,128})\z")]
    private static partial Regex RepositoryPattern();
}
