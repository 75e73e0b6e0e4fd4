using System.ComponentModel;
using System.Globalization;

namespace TalosBuild.Engine.Tests.Parameters;

public class BindingTests
{
    private enum Size
    {
        Small,
        VeryLarge,
    }

    [TypeConverter(typeof(PointConverter))]
    private sealed record Point(int X, int Y);

    private sealed class PointConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
        {
            var parts = ((string)value).Split('x');
            return new Point(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
    }

    [ParameterPrefix("Store")]
    private interface IStore : INukeBuild
    {
        [Parameter] string Path => TryGetValue(() => Path) ?? "none";
        [Parameter] int Retries => TryGetValue<int?>(() => Retries) ?? 2;
        [Parameter] bool? Compress => TryGetValue<bool?>(() => Compress);
        [Parameter] Size Size => TryGetValue<Size?>(() => Size) ?? Size.Small;
        [Parameter] string[] Tags => TryGetValue(() => Tags) ?? [];
    }

    private sealed class Build : NukeBuild, IStore
    {
        [Parameter] readonly string Text = "unset";
        [Parameter] readonly int Workers = 4;
        [Parameter] readonly int? Limit;
        [Parameter] readonly Size Size;
        [Parameter] readonly TimeSpan Wait;
        [Parameter] readonly AbsolutePath? Output;
        [Parameter(Separator = ",")] readonly int[] Numbers = [];
        [Parameter] readonly AbsolutePath[] Paths = [];
        [Parameter(Name = "Alias")] readonly string? Original;
        [Parameter] readonly Point? Point;
        [Parameter] string Property { get; } = "";
        [Parameter] string Settable { get; set; } = "";
        [Parameter] static string? Static;
        [Parameter] string Computed => Text + "!";
        [Parameter] readonly bool Flag;
        [Parameter(ValueProviderMember = nameof(Cities))] readonly string? City;

        static IEnumerable<string> Cities => ["Fra", "Ams"];

        Target Show => _ => _.Executes(() => { });

        public string Value(string name) => name switch
        {
            nameof(Text) => Text,
            nameof(Workers) => Workers.ToString(CultureInfo.InvariantCulture),
            nameof(Limit) => $"{Limit}",
            nameof(Size) => $"{Size}",
            nameof(Wait) => Wait.ToString(),
            nameof(Output) => $"{Output}",
            nameof(Numbers) => string.Join(' ', Numbers),
            nameof(Paths) => string.Join(' ', Paths.Select(x => x.ToString())),
            nameof(Original) => $"{Original}",
            nameof(Point) => $"{Point}",
            nameof(Property) => Property,
            nameof(Settable) => Settable,
            nameof(Static) => $"{Static}",
            nameof(Computed) => Computed,
            nameof(Flag) => $"{Flag}",
            nameof(City) => $"{City}",
            "Store" => $"{((IStore)this).Path} {((IStore)this).Retries} {((IStore)this).Compress} {((IStore)this).Size} {string.Join('+', ((IStore)this).Tags)}",
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    [Theory]
    [InlineData("", "Text", "unset")]
    [InlineData("--text hello", "Text", "hello")]
    [InlineData("--text hello --text again", "Text", "again")]
    [InlineData("", "Workers", "4")]
    [InlineData("--workers 8", "Workers", "8")]
    [InlineData("--limit 3", "Limit", "3")]
    [InlineData("--size very-large", "Size", "VeryLarge")]
    [InlineData("--wait 90s", "Wait", "00:01:30")]
    [InlineData("--output sub/../out", "Output", "<root>/out")]
    [InlineData("--numbers 1,2 3", "Numbers", "1 2 3")]
    [InlineData("--paths a /b", "Paths", "<root>/a /b")]
    [InlineData("--alias x", "Original", "x")]
    [InlineData("--point 3x4", "Point", "Point { X = 3, Y = 4 }")]
    [InlineData("--property x", "Property", "x")]
    [InlineData("--settable x", "Settable", "x")]
    [InlineData("--static x", "Static", "x")]
    [InlineData("--computed ignored --text y", "Computed", "y!")]
    [InlineData("--flag", "Flag", "True")]
    [InlineData("--flag false", "Flag", "False")]
    [InlineData("--city fra", "City", "fra")]
    [InlineData("", "Store", "none 2  Small ")]
    [InlineData("--store-path p --store-retries 0 --store-compress --store-size very-large --store-tags a b", "Store", "p 0 True VeryLarge a+b")]
    public void Binds_the_command_line(string arguments, string member, string expected) =>
        Assert.Equal(expected, Bind(new BuildRun(), "Show " + arguments, member));

    [Fact]
    public void The_nearer_source_wins()
    {
        var sources = new (string Text, Action<BuildRun> Give)[]
        {
            ("file", run => run.WithFile(".nuke/parameters.json", """{ "Text": "file" }""")),
            ("profile", run => run.WithFile(".nuke/parameters.ci.json", """{ "text": "profile" }""")),
            ("later", run => run.WithFile(".nuke/parameters.late.json", """{ "TEXT": "later" }""")),
            ("environment", run => run.WithVariable("NUKE_TEXT", "environment")),
        };
        for (var count = 1; count <= sources.Length; count++)
        {
            using var run = new BuildRun().WithFile(".nuke/parameters.ci.json", "{}").WithFile(".nuke/parameters.late.json", "{}");
            foreach (var (_, give) in sources.Take(count)) give(run);
            Assert.Equal(sources[count - 1].Text, Bind(run, "Show --profile ci late", "Text", dispose: false));
            Assert.Equal("line", Bind(run, "Show --profile ci late --text line", "Text", dispose: false));
        }
    }

    [Theory]
    [InlineData("NUKE_WORKERS", "7", "Workers", "7")]
    [InlineData("nuke_workers", "7", "Workers", "7")]
    [InlineData("WORKERS", "7", "Workers", "4")]
    [InlineData("NUKE_STORE_PATH", "p", "Store", "p 2  Small ")]
    [InlineData("NUKE_NUMBERS", "1,2", "Numbers", "1 2")]
    [InlineData("NUKE_PATHS", "/a /b", "Paths", "/a /b")]
    [InlineData("NUKE_TEXT", "two words", "Text", "two words")]
    [InlineData("NUKE_UNKNOWN", "x", "Workers", "4")]
    public void Binds_prefixed_variables_only(string variable, string value, string member, string expected) =>
        Assert.Equal(expected, Bind(new BuildRun().WithVariable(variable, value), "Show", member));

    [Theory]
    [InlineData("""{ "Workers": 7 }""", "Workers", "7")]
    [InlineData("""{ "Workers": "7" }""", "Workers", "7")]
    [InlineData("""{ "$schema": "./build.schema.json", /* comment */ "store-retries": 1 }""", "Store", "none 1  Small ")]
    [InlineData("""{ "Flag": true }""", "Flag", "True")]
    [InlineData("""{ "Paths": ["a", "/b"] }""", "Paths", "<root>/a /b")]
    [InlineData("""{ "Numbers": [1, 2] }""", "Numbers", "1 2")]
    [InlineData("""{ "Text": null }""", "Text", "unset")]
    public void Binds_parameter_files(string json, string member, string expected) =>
        Assert.Equal(expected, Bind(new BuildRun().WithFile(".nuke/parameters.json", json), "Show", member));

    [Theory]
    [InlineData("--workers abc", "--workers: 'abc' is no integer.")]
    [InlineData("--workers", "--workers: a value is missing (integer).")]
    [InlineData("--size veri-large", "--size: 'veri-large' is none of Small, VeryLarge; did you mean 'VeryLarge'?")]
    [InlineData("--wrokers 3", "Unknown argument '--wrokers'. Did you mean '--workers'?")]
    [InlineData("--numbers 1,x", "--numbers: 'x' is no integer.")]
    [InlineData("--store-retries many", "--store-retries: 'many' is no integer.")]
    [InlineData("--host Jenkins", "--host: 'Jenkins' is none of Terminal, GitHubActions, GitLab.")]
    [InlineData("--verbosity loud", "--verbosity: 'loud' is none of Verbose, Normal, Minimal, Quiet.")]
    [InlineData("--city Frq", "--city: 'Frq' is none of Fra, Ams; did you mean 'Fra'?")]
    [InlineData("--profile missing", "--profile: there is no profile 'missing'. Create .nuke/parameters.missing.json.")]
    [InlineData("--profile ../x", "--profile: there is no profile '../x'. Create .nuke/parameters.../x.json.")]
    [InlineData("--root /does/not/exist", "--root: there is no directory '/does/not/exist'.")]
    [InlineData("--workers 1 2", "There is no target '2'. Targets: Show.")]
    public void Refuses_what_it_cannot_take(string arguments, string error)
    {
        using var run = new BuildRun().Run<Build>("Show " + arguments);
        Assert.Equal((-1, $"Error: {error}\n"), (run.ExitCode, run.Error));
        Assert.DoesNotContain("▶", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"Wrokers\": 3\n}", "(2,3): unknown parameter 'Wrokers'; did you mean 'Workers'?")]
    [InlineData("{\n  \"Xyzzy\": { \"deep\": [1] }\n}", "(2,3): unknown parameter 'Xyzzy'; --help lists what there is")]
    [InlineData("{\n  \"Workers\": true\n}", "(2,14): 'Workers' takes integer, found true or false")]
    [InlineData("{\n  \"Workers\": [1]\n}", "(2,14): 'Workers' takes one value (integer), found a list")]
    [InlineData("{\n  \"Text\": {}\n}", "(2,11): 'Text' takes text, found an object")]
    [InlineData("{ \"Text\": 5 }", "(1,11): 'Text' takes text, found a number")]
    [InlineData("{ \"Paths\": [\"a\", 5] }", "(1,18): 'Paths' takes path, found a number")]
    [InlineData("{ \"Text\": \"a\",\n \"text\": \"b\" }", "(2,2): parameter 'text' is given twice")]
    [InlineData("{ \"Help\": true }", "(1,3): 'Help' can be given on the command line only")]
    [InlineData("[]", "(1,1): expected an object of parameters, found a list")]
    [InlineData("{ \"Workers\": \"x\" }", "(1,3): 'x' is no integer.")]
    [InlineData("{ \"Workers\": 1.5 }", "(1,3): '1.5' is no integer.")]
    [InlineData("{\n  \"Text\": \"a\",\n}", "(3,1): malformed JSON: ")]
    [InlineData("{ \"Text\": \"a\"", "(1,14): malformed JSON: ")]
    [InlineData("", "(1,1): malformed JSON: ")]
    [InlineData("{ \"Text\": \"a\" } trailing", "(1,17): malformed JSON: ")]
    public void Refuses_what_is_wrong_in_files(string json, string error)
    {
        using var run = new BuildRun().WithFile(".nuke/parameters.json", json).Run<Build>("Show");
        Assert.Equal(-1, run.ExitCode);
        Assert.StartsWith($"Error: .nuke/parameters.json{error}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_all_problems_at_once()
    {
        using var run = new BuildRun().WithVariable("NUKE_LIMIT", "x").Run<Build>("Show --workers abc --nubmers 3");
        Assert.Equal(
            "Error: Unknown argument '--nubmers'. Did you mean '--numbers'?\nError: --workers: 'abc' is no integer.\nError: NUKE_LIMIT: 'x' is no integer.\n",
            run.Error);
    }

    [Fact]
    public void Names_near_profiles()
    {
        using var run = new BuildRun().WithFile(".nuke/parameters.staging.json", "{}").Run<Build>("Show --profile stagin");
        Assert.Equal("Error: --profile: there is no profile 'stagin'. Did you mean 'staging'?\n", run.Error);
    }

    [Fact]
    public void Without_a_root_it_says_how_to_make_one()
    {
        using var run = new BuildRun();
        (run.Root / ".nuke").DeleteDirectory();
        for (var folder = new DirectoryInfo(run.Root); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, ".nuke")))
                Assert.Skip($"\"{folder.FullName}\" above the temporary folder is the root of a build");
        }

        run.Run<Build>("Show");
        Assert.Equal("Error: There is no .nuke directory in '<root>' or above. Create one in the root of the repository, or pass --root.\n", run.Error);
        run.Run<Build>("Show --root");
        Assert.Equal(0, run.ExitCode);
    }

    private sealed class Taken : NukeBuild
    {
        [Parameter] readonly string? Skip;
        Target Show => _ => _;
    }

    [Fact]
    public void The_engines_names_are_taken()
    {
        using var run = new BuildRun().Run<Taken>("Show");
        Assert.Equal("Error: Parameter 'Skip' of Taken has the name of an engine parameter. Rename it, or give it a Name.\n", run.Error);
    }

    private static string Bind(BuildRun run, string arguments, string member, bool dispose = true)
    {
        run.Run<Build>(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var value = ((Build)run.Build!).Value(member).Replace(run.Root, "<root>", StringComparison.Ordinal);
        if (dispose) run.Dispose();
        return value;
    }
}
