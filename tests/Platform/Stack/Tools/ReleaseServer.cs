using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace TalosPlatform.Tests.Stack.Tools;

/// <summary>A release server on loopback that can misbehave.</summary>
public sealed class ReleaseServer : IDisposable
{
    private readonly HttpListener _listener;

    public ReleaseServer()
    {
        (_listener, Root) = Listen();
        _ = ServeAsync();
    }

    public string Root { get; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Bytes after which a transfer breaks off.</summary>
    public int? BreakAfter { get; set; }

    public static byte[] TarGz(string member, string content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        return memory.ToArray();
    }

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, string Root) Listen()
    {
        for (var port = 20000 + Random.Shared.Next(20000); ; port++)
        {
            var root = $"http://127.0.0.1:{port}/";
            var listener = new HttpListener { Prefixes = { root } };
            try
            {
                listener.Start();
                return (listener, root);
            }
            catch (HttpListenerException) when (port < 60000)
            {
                // Taken: the next one.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or InvalidOperationException)
            {
                context.Response.Abort();
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var name = context.Request.Url!.AbsolutePath.TrimStart('/');
        Requests.Enqueue(name);
        if (!Files.TryGetValue(name, out var content))
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }

        context.Response.ContentLength64 = content.Length;
        if (BreakAfter is { } limit && limit < content.Length)
        {
            context.Response.OutputStream.Write(content, 0, limit);
            context.Response.Abort();
            return;
        }

        context.Response.OutputStream.Write(content);
        context.Response.Close();
    }
}
