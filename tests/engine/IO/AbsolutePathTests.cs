using System.ComponentModel;

namespace TalosBuild.Engine.Tests.IO;

public class AbsolutePathTests
{
    private static readonly AbsolutePath Root = AbsolutePath.Create("/srv/repo");

    [Fact]
    public void Operators_build_paths()
    {
        Assert.Equal("/srv/repo/a/b.txt", (Root / "a" / "b" + ".txt").ToString());
        Assert.Equal("/srv/other", (Root / "../other").ToString());
        Assert.Equal("/srv/repo", (Root / "./").ToString());
        Assert.Equal("/srv/repo", (Root / null).ToString());
        Assert.Throws<ArgumentException>(() => Root / "/etc");
        AbsolutePath fromText = "/a//b/./c/..";
        string text = fromText;
        Assert.Equal("/a/b", text);
        Assert.Throws<ArgumentException>(() => { AbsolutePath _ = "relative"; });
        Assert.Null((AbsolutePath?)(string?)null);
    }

    [Fact]
    public void Parts()
    {
        var path = Root / "a" / "b.tar.gz";
        Assert.Equal(("b.tar.gz", "b.tar", ".gz", "/srv/repo/a"), (path.Name, path.NameWithoutExtension, path.Extension, path.Parent?.ToString()));
        Assert.Null(AbsolutePath.Create("/").Parent);
        Assert.Equal(("/", "/x"), (AbsolutePath.Create("/").Name, (AbsolutePath.Create("/") / "x").ToString()));
    }

    [Fact]
    public void Equality_and_conversion()
    {
        Assert.True(Root / "a" == (AbsolutePath)"/srv/repo/a/");
        Assert.True(Root != Root / "a");
        Assert.Equal((Root / "a").GetHashCode(), AbsolutePath.Create("/srv/repo/b/../a").GetHashCode());
        Assert.Equal(Root, TypeDescriptor.GetConverter(typeof(AbsolutePath)).ConvertFromInvariantString("/srv/repo"));
    }

    [Fact]
    public void Files_and_directories()
    {
        using var run = new BuildRun();
        var directory = run.Root / "a" / "b";
        Assert.False(directory.Exists());
        (directory / "x.txt").WriteAllText("text");
        Assert.Equal("text", (directory / "x.txt").ReadAllText().TrimEnd());
        Assert.True(directory.DirectoryExists() && (directory / "x.txt").FileExists() && !directory.FileExists());

        var outside = (run.Root / "outside").CreateDirectory();
        (outside / "keep").WriteAllText("");
        Directory.CreateSymbolicLink(directory / "link", outside);
        File.CreateSymbolicLink(directory / "dangling", run.Root / "nowhere");
        directory.CreateOrCleanDirectory();
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
        Assert.True((outside / "keep").FileExists());

        (run.Root / "a").DeleteDirectory();
        (run.Root / "a").DeleteDirectory();
        (run.Root / "no-file").DeleteFile();
        Assert.False((run.Root / "a").Exists());
    }

    [Theory]
    [InlineData("**/*.cs", "a.cs b/b.cs b/c/d.cs")]
    [InlineData("*.cs", "a.cs")]
    [InlineData("*/*.cs", "b/b.cs loop/a.cs")]
    [InlineData("b/**/*.cs", "b/b.cs b/c/d.cs")]
    [InlineData("b/**", "b/b.cs b/c/d.cs b/c/e.json")]
    [InlineData("**/*.{json,txt}", "b/c/e.json f.txt")]
    [InlineData("[a-e].*", "a.cs")]
    [InlineData("?.txt", "f.txt")]
    [InlineData("b/../*.txt", "f.txt")]
    [InlineData("**/.hidden/*", ".hidden/g")]
    [InlineData("missing/*", "")]
    [InlineData("A.cs", "")]
    public void Globs(string pattern, string expected)
    {
        using var run = new BuildRun();
        var root = run.Root / "tree";
        foreach (var file in "a.cs b/b.cs b/c/d.cs b/c/e.json f.txt .hidden/g".Split(' ')) (root / file).WriteAllText("");
        Directory.CreateSymbolicLink(root / "loop", root);
        Assert.Equal(expected, string.Join(' ', root.GlobFiles(pattern).Select(x => Path.GetRelativePath(root, x))));
    }

    [Fact]
    public void Globs_directories()
    {
        using var run = new BuildRun();
        (run.Root / "a/b/c").CreateDirectory();
        Assert.Equal([run.Root / "a", run.Root / "a/b", run.Root / "a/b/c"], run.Root.GlobDirectories("a", "a/**").ToArray());
    }
}
