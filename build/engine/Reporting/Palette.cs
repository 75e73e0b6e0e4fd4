namespace Nuke.Common.Reporting;

/// <summary>Colours text with ANSI sequences, or leaves it alone.</summary>
/// <param name="enabled">False off terminals and where NO_COLOR is set (https://no-color.org).</param>
internal readonly struct Palette(bool enabled)
{
    public static Palette For(Execution.BuildEnvironment environment, Host host)
    {
        var variables = environment.Variables;
        if (variables.TryGetValue("NO_COLOR", out var noColor) && noColor.Length > 0) return new Palette(false);
        if (host is CI.IBuildServer) return new Palette(true);
        var dumb = variables.TryGetValue("TERM", out var term) ? term == "dumb" : OperatingSystem.IsWindows() && !variables.ContainsKey("WT_SESSION");
        return new Palette(environment.IsTerminal && !dumb);
    }

    public string Bold(string text) => Wrap(text, "1");

    public string Dim(string text) => Wrap(text, "2");

    public string Red(string text) => Wrap(text, "31");

    public string Green(string text) => Wrap(text, "32");

    public string Yellow(string text) => Wrap(text, "33");

    public string Cyan(string text) => Wrap(text, "36");

    private string Wrap(string text, string code) => enabled && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
