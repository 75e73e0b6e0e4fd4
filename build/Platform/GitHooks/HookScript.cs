using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.GitHooks;

/// <summary>The text of a hook. It carries a checksum of itself, so that one changed by hand is never taken for ours.</summary>
public static class HookScript
{
    /// <summary>Ending of the name a hook of the user gets; ours calls it first.</summary>
    public const string UserSuffix = ".talos-user";

    private const string Mark = "# talos-dev hook, sha256 ";

    /// <summary>Writes the script.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="platform">Absolute path of the platform.</param>
    /// <param name="prefix">Folder of the workspace inside the work tree; empty or ending in a slash.</param>
    public static string Render(GitHook hook, string platform, string prefix)
    {
        var body =
            $$"""
            # InstallGitHooks wrote this file, RemoveGitHooks removes it. TALOS_DEV_SKIP_HOOKS=1 leaves it out once.
            platform={{Quoted(platform)}}
            prefix={{Quoted(prefix)}}

            own=$0{{UserSuffix}}
            if [ -x "$own" ]; then "$own" "$@" || exit $?; fi

            skip() {
              printf 'talos-dev: {{hook.Name}} skipped, %s\n' "$1" >&2
              exit 0
            }
            [ "${TALOS_DEV_SKIP_HOOKS:-}" != 1 ] || skip 'TALOS_DEV_SKIP_HOOKS is 1'
            [ -x "$platform/build.sh" ] || skip "there is no platform in \"$platform\""
            top=$(git rev-parse --show-toplevel) || exit $?
            workspace=$top/${prefix%/}
            [ -d "$workspace" ] || skip "there is no folder \"$workspace\""
            {{hook.Condition}}
            # The build asks Git about other repositories as well.
            # shellcheck disable=SC2046
            unset $(git rev-parse --local-env-vars)
            exec "$platform/build.sh" {{string.Join(' ', hook.Targets)}} --workspace "$workspace"

            """.ReplaceLineEndings("\n");
        return $"#!/bin/sh\n{Mark}{Digest(body)}\n{body}";
    }

    /// <summary>Whether a file is one of ours as we wrote it.</summary>
    public static bool IsOurs(string text) => Parse(text) is var (digest, body) && digest == Digest(body);

    /// <summary>Whether a file was one of ours before somebody changed it.</summary>
    public static bool IsChanged(string text) => Parse(text) is var (digest, body) && digest != Digest(body);

    private static (string Digest, string Body)? Parse(string text)
    {
        var lines = text.Split('\n', 3);
        return lines.Length == 3 && lines[1].StartsWith(Mark, StringComparison.Ordinal) ? (lines[1][Mark.Length..], lines[2]) : null;
    }

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
