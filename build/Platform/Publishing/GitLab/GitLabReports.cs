using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Publishing.GitLab;

/// <summary>Files that GitLab reads from a job: code quality
/// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format) and links on the page of the job
/// (https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsannotations).</summary>
internal static class GitLabReports
{
    /// <summary>Name of the code quality report.</summary>
    internal const string CodeQualityFile = "gl-code-quality.json";

    /// <summary>Name of the file of links.</summary>
    internal const string AnnotationsFile = "gl-annotations.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Default };

    /// <summary>Annotations that stand in files of the repository.</summary>
    internal static string CodeQuality(IEnumerable<Annotation> annotations)
    {
        var list = new JsonArray();
        foreach (var (annotation, number) in annotations.Where(a => a.File.Length > 0).GroupBy(Identity).SelectMany(group => group.Select((a, i) => (a, i))))
        {
            list.Add(new JsonObject
            {
                ["description"] = SafeText.OneLine(annotation.Message, 1000),
                ["check_name"] = annotation.Title,
                // The same on the target branch, so that GitLab can tell what is new: no line, which moves.
                ["fingerprint"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Identity(annotation)}\n{number}"))),
                ["severity"] = annotation.Severity == Severity.Error ? "major" : "minor",
                ["location"] = new JsonObject { ["path"] = annotation.File, ["lines"] = new JsonObject { ["begin"] = Math.Max(1, annotation.Line) } },
            });
        }

        return list.ToJsonString(Readable) + "\n";
    }

    /// <summary>Links to the report and to the comment.</summary>
    internal static string Links(IEnumerable<(string Label, Uri? Url)> links)
    {
        var list = new JsonArray([.. links.Where(l => l.Url is { Scheme: "http" or "https" })
            .Select(l => new JsonObject { ["external_link"] = new JsonObject { ["label"] = l.Label, ["url"] = l.Url!.AbsoluteUri } })]);
        return new JsonObject { ["Talos report"] = list }.ToJsonString(Readable) + "\n";
    }

    private static string Identity(Annotation annotation) => $"{annotation.Title}\n{annotation.File}\n{annotation.Message}";
}
