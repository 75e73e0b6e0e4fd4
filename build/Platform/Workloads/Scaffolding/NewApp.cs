using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Files;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Workloads.Scaffolding;

/// <summary>The target NewApp: makes a new application in the workspace out of a sample.</summary>
public static class NewApp
{
    private const string DefaultParent = "services";

    /// <summary>Runs the target.</summary>
    /// <param name="run">The run; only its workspace and settings are used.</param>
    /// <param name="name">Name of the application.</param>
    /// <param name="from">Sample it is made from.</param>
    /// <exception cref="PlatformException">The name is no name, is taken, or the folder exists.</exception>
    public static void Run(RunContext run, string? name, string? from)
    {
        var workspace = run.Workspace;
        if (workspace.IsPlatform)
            throw new PlatformException($"\"{workspace.Root}\" is the platform's own repository, where new applications do not belong.", "Give --workspace the folder of your repository.");
        var samples = PlatformFiles.SampleNames(workspace);
        if (!samples.Contains(from ?? ""))
            throw new PlatformException(from is null ? "NewApp needs to know which sample to start from." : $"\"{from}\" is not valid for --from.", $"Give --from a sample: {(from is null ? string.Join(", ", samples) : NearestName.Hint(from, [.. samples]))}");
        Check(name, run, samples);
        var folder = $"{Parent(run.Settings.Apps)}/{name}";
        var files = Make(workspace, Path.Combine(workspace.PlatformRoot, "samples", from!), name!, folder);
        run.Progress.Info($"✓ {folder}: {files.Count} files from the sample {from}");
        AddToConfig(run, folder);
        foreach (var line in Next(workspace, name!, folder))
            run.Progress.Info(line);
    }

    private static void Check(string? name, RunContext run, IReadOnlyList<string> samples)
    {
        if (name is null)
            throw new PlatformException("The new application needs a name.", "Give --name a name such as \"price-list\".");
        if (AppNaming.Problem(name) is { } problem)
            throw new PlatformException($"--name: {problem}.");
        if (samples.Contains(name) || PlatformFiles.ComponentNames(run.Workspace).Contains(name))
            throw new PlatformException($"\"{name}\" is the name of {(samples.Contains(name) ? "a sample" : "a component of the stack")}: metrics and logs of both would be mixed up.", "Choose another --name.");
        var same = run.Settings.Apps.SelectMany(pattern => Glob.Folders(run.Workspace.Root, pattern)).FirstOrDefault(path => Path.GetFileName(path) == name);
        if (same is not null)
            throw Exists(Path.GetRelativePath(run.Workspace.Root, same));
    }

    // Where the other applications are, if they are all in one place.
    private static string Parent(IEnumerable<string> apps) =>
        apps.Select(pattern => pattern.Trim('/').Split('/')).FirstOrDefault(parts => parts.Length > 1 && parts.SkipLast(1).All(part => !part.Contains('*') && !part.Contains('?') && part is not ("." or ".."))) is { } known
            ? string.Join('/', known.SkipLast(1))
            : DefaultParent;

    private static IReadOnlyList<string> Make(Workspace workspace, string sample, string name, string folder)
    {
        var target = Path.Combine(workspace.Root, folder);
        for (var parent = Path.GetDirectoryName(target)!; parent.Length > workspace.Root.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (new DirectoryInfo(parent).LinkTarget is not null)
                throw new PlatformException($"\"{Path.GetRelativePath(workspace.Root, parent)}\" is a link, and the platform writes nothing outside the repository.", "List another folder first under apps in .talos-dev/config.yaml.");
        }

        if (Path.Exists(target))
            throw Exists(folder);
        // On the same disk, and in a folder that patterns pass over.
        var temporary = Path.Combine(workspace.Root, ".talos-dev", $"new-{name}");
        try
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            var files = SampleCopy.Write(sample, temporary, name, folder);
            var findings = new List<Finding>();
            if (AppFile.Load(temporary, folder, findings) is null)
                throw new PlatformException($"The sample \"{Path.GetFileName(sample)}\" does not make an application.", "Report it.", string.Join('\n', findings));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Directory.Move(temporary, target);
            return files;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"Cannot write \"{folder}\": {error.Message}", "Free disk space or make the folder writable.", inner: error);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    private static PlatformException Exists(string folder) =>
        new($"\"{folder}\" exists, and nothing is overwritten.", $"Choose another --name, or remove the folder. To run it as it is, list it under apps in {ConfigFile.RelativePath}.");

    private static void AddToConfig(RunContext run, string folder)
    {
        if (ConfigApps.Means(run.Settings.Apps, folder))
        {
            run.Progress.Info($"✓ {ConfigFile.RelativePath}: \"apps\" means it already");
            return;
        }

        var path = Path.Combine(run.Workspace.Root, ConfigFile.RelativePath);
        AtomicFile.WriteAllText(path, ConfigApps.Add(File.Exists(path) ? File.ReadAllText(path) : "", folder));
        run.Progress.Info($"✓ {ConfigFile.RelativePath}: {folder} is one of \"apps\"");
        if (run.Settings.Apps.IsEmpty && run.Settings.Samples is null)
            run.Progress.Info("  With applications of your own the samples stay away; \"--samples\" brings them back.");
    }

    private static IEnumerable<string> Next(Workspace workspace, string name, string folder)
    {
        var relative = Path.Combine(Path.GetRelativePath(workspace.Root, workspace.PlatformRoot), "build.sh");
        var absolute = Path.Combine(workspace.PlatformRoot, "build.sh");
        var script = relative.Length < absolute.Length ? relative : absolute;
        return
        [
            "",
            $"  {script} DeploySamples   build it and run it",
            $"  {script}                 all of it: load, checks, dashboards, alerts, cost",
            $"  {folder}/README.md   what it does, its switches to fail, where to see it",
            $"  {folder}/app.yaml    how it is built and run here, and what load it gets",
            $"  {folder}/k8s.yaml    how it runs on Kubernetes; the image is {name}:1.0.0",
        ];
    }
}
