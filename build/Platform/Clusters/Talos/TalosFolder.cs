namespace TalosPlatform.Clusters.Talos;

/// <summary>Files of a Talos cluster under <c>.talos-dev/clusters/&lt;name&gt;/</c>. Nothing is shared between clusters: talosctl removes its whole state folder when it destroys one.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record TalosFolder(string Root)
{
    /// <summary>What was asked for, and how far it got.</summary>
    public string StateFile => Path.Combine(Root, "talos.json");

    /// <summary>talosctl's own state.</summary>
    public string TalosctlState => Path.Combine(Root, "talosctl");

    /// <summary>Configuration of talosctl for this cluster alone.</summary>
    public string Talosconfig => Path.Combine(Root, "talosconfig");

    /// <summary>Kubeconfig of this cluster alone.</summary>
    public string Kubeconfig => Path.Combine(Root, "kubeconfig");

    /// <summary>Patches of the nodes' configuration.</summary>
    public string Patches => Path.Combine(Root, "patches");

    /// <summary>What was deployed to the cluster; it goes with it.</summary>
    public string Deployed => Path.Combine(Root, "kubernetes.json");

    /// <summary>Whether there is anything of a Talos cluster in the folder.</summary>
    public bool HasTraces => File.Exists(StateFile) || Directory.Exists(TalosctlState) || File.Exists(Talosconfig);

    /// <summary>Removes the Talos cluster's files; those of other providers stay.</summary>
    public void Delete()
    {
        if (!Directory.Exists(Root))
            return;
        foreach (var folder in new[] { TalosctlState, Patches }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        foreach (var file in new[] { Deployed, Talosconfig, Kubeconfig, StateFile })
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(Root).Any())
            Directory.Delete(Root);
    }
}
