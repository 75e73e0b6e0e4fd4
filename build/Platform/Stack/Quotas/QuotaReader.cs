using System.Collections.Immutable;
using System.Text.Json;
using TalosPlatform.Shared;

namespace TalosPlatform.Stack.Quotas;

/// <summary>Asks an API server for the quotas of a namespace.</summary>
/// <param name="api">A client whose base address is the API server's and that brings its credentials; its timeout is the deadline.</param>
public sealed class QuotaReader(HttpClient api)
{
    /// <summary>The usage of every quota of a namespace; empty where there is none.</summary>
    /// <exception cref="PlatformException">The API server cannot be reached, refuses, or answers something else.</exception>
    public async Task<ImmutableArray<QuotaUsage>> ReadAsync(string space, CancellationToken cancellation)
    {
        var path = $"api/v1/namespaces/{Uri.EscapeDataString(space)}/resourcequotas";
        try
        {
            using var response = await api.GetAsync(path, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new PlatformException($"The quotas of namespace \"{space}\" cannot be read: the API server answered {(int)response.StatusCode}.", "Reading them takes the verbs get and list on resourcequotas.");
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return QuotaStatus.Read(answer.RootElement);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
        {
            throw new PlatformException($"The quotas of namespace \"{space}\" cannot be read: {error.Message}", "Check that the cluster runs.", inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException($"The quotas of namespace \"{space}\" cannot be read: no answer within {api.Timeout.TotalSeconds:0} s.", "Check that the cluster runs.", inner: error);
        }
    }
}
