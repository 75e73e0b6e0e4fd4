using System.Globalization;

namespace TalosPlatform.Databases;

/// <summary>A few lines of Go, Python, JavaScript and C# that connect to a database; the texts are in <c>stack/databases/NAME/connect.txt</c>.</summary>
public static class ConnectionSnippets
{
    /// <summary>The lines for a database, filled in.</summary>
    /// <param name="database">The database.</param>
    /// <param name="folder">Folder <c>stack/databases</c>.</param>
    public static IReadOnlyList<string> For(DatabaseAccess database, string folder) =>
        [.. File.ReadAllText(Path.Combine(folder, database.Name, "connect.txt")).TrimEnd().Split('\n').Select(line => Fill(line, database))];

    private static string Fill(string line, DatabaseAccess database) => line
        .Replace("${host}", database.Host, StringComparison.Ordinal)
        .Replace("${port}", database.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("${database}", database.Database, StringComparison.Ordinal)
        .Replace("${user}", database.User, StringComparison.Ordinal)
        .Replace("${passwordFile}", database.PasswordFile, StringComparison.Ordinal);
}
