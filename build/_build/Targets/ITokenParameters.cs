namespace TalosBuild.Targets;

/// <summary>How a token gets in: by the name of its variable, or in a variable of the build; never in a file.</summary>
internal interface ITokenParameters : INukeBuild
{
    [Parameter("Token that may comment; give it as the variable NUKE_GITHUB_TOKEN")]
    [Secret]
    string? GithubToken => TryGetValue(() => GithubToken);

    [Parameter("Name of the environment variable that holds the token; default: GITHUB_TOKEN or GITLAB_TOKEN")]
    string? TokenVariable => TryGetValue(() => TokenVariable);
}
