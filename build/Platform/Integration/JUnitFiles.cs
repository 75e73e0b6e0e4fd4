using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Integration;

/// <summary>Reads the test cases of JUnit files, whoever wrote them.</summary>
internal static class JUnitFiles
{
    private const int MaxTests = 10_000;

    /// <summary>The tests of some files.</summary>
    /// <exception cref="PlatformException">A file is no XML.</exception>
    internal static ImmutableArray<CheckEntry> Read(IEnumerable<string> paths) => [.. paths.SelectMany(ReadFile).Take(MaxTests)];

    private static IEnumerable<CheckEntry> ReadFile(string path)
    {
        try
        {
            // No entities: a few lines of them could fill the memory, or read other files.
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 64 * 1024 * 1024 });
            return [.. XDocument.Load(reader).Descendants().Where(e => e.Name.LocalName == "testcase").Select(Test)];
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"\"{path}\" is no JUnit file: {error.Message}", "Correct test.junit in .talos-dev/config.yaml, or what the tests write.", inner: error);
        }
    }

    private static CheckEntry Test(XElement test)
    {
        var name = (string?)test.Attribute("name") ?? "unnamed";
        var place = (string?)test.Attribute("classname") ?? "";
        var bad = test.Elements().FirstOrDefault(e => e.Name.LocalName is "failure" or "error");
        var skipped = test.Elements().FirstOrDefault(e => e.Name.LocalName == "skipped");
        var seconds = double.TryParse((string?)test.Attribute("time"), NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && double.IsFinite(time) && time >= 0 ? time : 0;
        var detail = (bad ?? skipped) is not { } said ? ""
            : string.Join('\n', new[] { (string?)said.Attribute("message") ?? "", said.Value.Trim() }.Where(t => t.Length > 0).Distinct());
        return new CheckEntry(place.Length > 0 ? $"{place}: {name}" : name, bad is not null ? "failed" : skipped is not null ? "skipped" : "passed", seconds, SafeText.Clean(detail));
    }
}
