using System.Globalization;
using System.Text.RegularExpressions;

namespace TalosPlatform.Testing;

/// <summary>Counts along while tests run: reads the lines that Microsoft.Testing.Platform writes with <c>--output Detailed</c>.</summary>
public sealed partial class TestProgress
{
    private string _state = "";
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>How far the tests are after a line of output; before the first has ended, the line, which says what is being prepared.</summary>
    public string Read(string line)
    {
        if (Ended().Match(line) is not { Success: true } match)
            return _state.Length > 0 ? _state : line.Trim();
        _ = match.Groups["how"].ValueSpan switch
        {
            "passed" => _passed++,
            "failed" => _failed++,
            _ => _skipped++,
        };
        return _state = string.Create(CultureInfo.InvariantCulture, $"{_passed} passed, {_failed} failed, {_skipped} skipped; last {match.Groups["test"].Value}");
    }

    // "passed Some.Namespace.Class.Method(arguments) (12ms)": the method without what it is in.
    [GeneratedRegex(@"^(?<how>passed|failed|skipped) (?:\w+\.)*(?<test>\w+)(?:\(| \()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ended();
}
