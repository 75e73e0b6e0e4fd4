using System.Net;
using System.Text;
using TalosPlatform.Publishing;
using TalosPlatform.Publishing.GitLab;

namespace TalosPlatform.Baselines;

/// <summary>Reads runs from the artifacts of the last successful job of a branch
/// (https://docs.gitlab.com/api/job_artifacts/#download-a-single-artifact-file-by-reference-name) and writes them to the artifacts of this job.</summary>
/// <param name="api">The API, with the token of the job.</param>
/// <param name="project">Number of the project.</param>
/// <param name="job">Name of the job.</param>
/// <param name="folder">Path of the folder of baselines from the root of the repository.</param>
/// <param name="files">Writes the artifact.</param>
internal sealed class GitLabBaselineStore(GitLabApi api, string project, string job, string folder, FileBaselineStore files) : IBaselineStore, IDisposable
{
    public async Task<BaselineReading> ReadAsync(string branch, CancellationToken cancellation)
    {
        var file = string.Join('/', $"{folder}/{BaselineFile.NameOf(branch)}".Split('/').Select(Uri.EscapeDataString));
        try
        {
            var (bytes, _) = await api.BytesAsync(HttpMethod.Get, $"projects/{project}/jobs/artifacts/{Uri.EscapeDataString(branch)}/raw/{file}?job={Uri.EscapeDataString(job)}", null, "read the baseline", cancellation);
            var reading = bytes.Length <= BaselineFile.MaxBytes ? BaselineFile.Parse(Encoding.UTF8.GetString(bytes)) : BaselineFile.TooLarge;
            return reading.Damage is { } damage
                ? reading with { Damage = $"\"{folder}/{BaselineFile.NameOf(branch)}\" in the artifacts of the last job \"{job}\" on \"{branch}\" is no baseline: {damage}. It stays there; the next run that is recorded begins a new one." }
                : reading;
        }
        catch (PublishException error) when (error.InnerException is HttpRequestException { StatusCode: HttpStatusCode.NotFound })
        {
            return new([]);
        }
    }

    public async Task AddAsync(string branch, BaselineRun run, CancellationToken cancellation)
    {
        foreach (var earlier in (await ReadAsync(branch, cancellation)).Runs)
        {
            if (!(await files.ReadAsync(branch, cancellation)).Runs.Any(r => r.At == earlier.At && r.Sha == earlier.Sha))
                await files.AddAsync(branch, earlier, cancellation);
        }

        await files.AddAsync(branch, run, cancellation);
    }

    public void Dispose() => api.Dispose();
}
