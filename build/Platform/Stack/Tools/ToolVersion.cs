using System.Text.RegularExpressions;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Stack.Tools;

/// <summary>Asks a binary for its version.</summary>
public static partial class ToolVersion
{
    /// <summary>The first version number the binary prints; null when it cannot be run or prints none.</summary>
    public static async Task<Version?> AskAsync(ICommandRunner commands, string binary, ToolPin pin, CancellationToken cancellation)
    {
        try
        {
            var result = await commands.RunAsync(Command.Of(binary, pin.VersionArguments) with { Deadline = TimeSpan.FromSeconds(10) }, cancellation: cancellation);
            var match = Number().Match(result.Output + "\n" + result.Error);
            return match.Success && Version.TryParse(match.Groups[1].Value, out var version) ? version : null;
        }
        catch (PlatformException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\bv?(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex Number();
}
