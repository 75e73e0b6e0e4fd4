using System.Formats.Tar;
using TalosPlatform.Shared;
using TalosPlatform.Tests.Shared;
using TalosPlatform.Workloads.Images;

namespace TalosPlatform.Tests.Workloads.Images;

public sealed class BuildContextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "Dockerfile", SearchOption.AllDirectories).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!))];

    [Fact]
    public void Sources_are_what_is_copied_from_the_context() => Assert.Equal(
        ["a.txt", "src/*.go", "with space", "root", "tree"],
        Dockerfile.Sources("""
            FROM x AS build
            # COPY comment /
            COPY a.txt src/*.go ./
            COPY --chown=1:1 ["with space", "/dst/"]
            COPY --from=build /out /out
            ADD https://example.com/x /x
            copy /root \
                 tree /dst/
            COPY <<EOF /generated
            RUN cp b c d
            """));

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_contexts_of_the_samples_are_found(string sample)
    {
        var folder = Path.Combine(Repository.Root, "samples", sample);
        var context = BuildContext.Find(folder, Repository.Root);
        Assert.Contains(context.Dockerfile, context.Files);
        Assert.DoesNotContain(context.Files, f => f.Split('/').Any(part => part is "bin" or "obj" or "node_modules"));
        Assert.InRange(context.Files.Length, 2, 200);
    }

    [Fact]
    public async Task The_nearest_folder_that_has_everything_is_the_context()
    {
        _folder.Write("repo/shared.props", "1");
        _folder.Write("repo/apps/one/main.go", "package main");
        _folder.Write("repo/apps/one/bin/left-out", "x");
        _folder.Write("repo/apps/one/Dockerfile", "FROM scratch\nCOPY shared.props ./\nCOPY apps/one /src\n");
        var context = BuildContext.Find(_folder.File("repo/apps/one"), _folder.File("repo"));
        Assert.Equal(_folder.File("repo"), context.Root);
        Assert.Equal(["apps/one/Dockerfile", "apps/one/main.go", "shared.props"], context.Files);

        using var archive = new MemoryStream();
        await context.WriteAsync(archive, TestContext.Current.CancellationToken);
        archive.Position = 0;
        using var reader = new TarReader(archive);
        var names = new List<string>();
        while (await reader.GetNextEntryAsync(cancellationToken: TestContext.Current.CancellationToken) is { } entry)
            names.Add(entry.Name);
        Assert.Equal(context.Files, names);
    }

    [Fact]
    public void The_digest_follows_what_is_copied_and_nothing_else()
    {
        _folder.Write("app/Dockerfile", "FROM scratch\nCOPY main.js ./\n");
        _folder.Write("app/main.js", "1");
        string Digest() => BuildContext.Find(_folder.File("app"), _folder.Path).Digest();
        var first = Digest();
        Assert.Matches("^[0-9a-f]{16}$", first);
        _folder.Write("app/README.md", "changed");
        Assert.Equal(first, Digest());
        _folder.Write("app/main.js", "2");
        Assert.NotEqual(first, Digest());
        _folder.Write("app/main.js", "1");
        Assert.Equal(first, Digest());
        _folder.Write("app/Dockerfile", "FROM scratch\nCOPY main.js /\n");
        Assert.NotEqual(first, Digest());
    }

    [Fact]
    public void Nothing_outside_of_the_repository_is_sent()
    {
        _folder.Write("secret", "s");
        _folder.Write("repo/app/Dockerfile", "FROM scratch\nCOPY ../../secret /\n");
        Assert.Contains("leads out", Assert.Throws<PlatformException>(() => Find()).What, StringComparison.Ordinal);
        _folder.Write("repo/app/Dockerfile", "FROM scratch\nCOPY secret /\n");
        Assert.Contains("\"secret\"", Assert.Throws<PlatformException>(() => Find()).What, StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder.File("repo/app/secret"), _folder.File("secret"));
        Assert.Throws<PlatformException>(() => Find());

        BuildContext Find() => BuildContext.Find(_folder.File("repo/app"), _folder.File("repo"));
    }
}
