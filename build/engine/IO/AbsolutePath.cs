using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.IO;

/// <summary>
/// A rooted, normalised path of a file or directory. Built with operators:
/// <c>RootDirectory / "artifacts" / name + ".json"</c>.
/// </summary>
[TypeConverter(typeof(AbsolutePathConverter))]
public sealed class AbsolutePath : IEquatable<AbsolutePath>
{
    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _path;

    private AbsolutePath(string path) => _path = path;

    /// <summary>Last segment, with extension. The root itself for a root.</summary>
    public string Name => Path.GetFileName(_path) is { Length: > 0 } name ? name : _path;

    /// <summary>Last segment, without its last extension.</summary>
    public string NameWithoutExtension => Path.GetFileNameWithoutExtension(_path);

    /// <summary>Last extension with its dot, or the empty string.</summary>
    public string Extension => Path.GetExtension(_path);

    /// <summary>Directory that contains this path; null for a root.</summary>
    public AbsolutePath? Parent => Path.GetDirectoryName(_path) is { Length: > 0 } parent ? new AbsolutePath(parent) : null;

    /// <summary>Appends a relative path; <c>..</c> climbs. A rooted right side is refused.</summary>
    /// <exception cref="ArgumentException"><paramref name="right"/> is rooted.</exception>
    public static AbsolutePath operator /(AbsolutePath left, string? right)
    {
        ArgumentNullException.ThrowIfNull(left);
        if (string.IsNullOrEmpty(right)) return left;
        if (Path.IsPathRooted(right))
            throw new ArgumentException($"Cannot append '{right}' to '{left}': the right side must be relative.", nameof(right));
        return new AbsolutePath(Normalise(Path.Combine(left._path, right)));
    }

    /// <summary>Appends text to the last segment.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string? right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return new AbsolutePath(Normalise(left._path + right));
    }

    /// <summary>Compares as the file system does: by case except on Windows and macOS.</summary>
    public static bool operator ==(AbsolutePath? left, AbsolutePath? right) => Equals(left, right);

    /// <summary>The opposite of ==.</summary>
    public static bool operator !=(AbsolutePath? left, AbsolutePath? right) => !Equals(left, right);

    /// <summary>Takes a rooted path.</summary>
    /// <exception cref="ArgumentException">The path is not rooted.</exception>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator AbsolutePath?(string? path) => path is null ? null : Create(path);

    /// <summary>The path as text.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(AbsolutePath? path) => path?._path;

    /// <summary>Takes a rooted path.</summary>
    /// <param name="path">The path; separators and <c>..</c> are normalised.</param>
    /// <exception cref="ArgumentException">The path is not rooted.</exception>
    public static AbsolutePath Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.IsPathFullyQualified(path))
            throw new ArgumentException($"Path '{path}' must be rooted.", nameof(path));
        return new AbsolutePath(Normalise(path));
    }

    /// <summary>The path as text.</summary>
    public override string ToString() => _path;

    /// <inheritdoc/>
    public bool Equals(AbsolutePath? other) => other is not null && string.Equals(_path, other._path, Comparison);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AbsolutePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_path, Comparison);

    private static string Normalise(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.TrimEndingDirectorySeparator(full);
    }
}
