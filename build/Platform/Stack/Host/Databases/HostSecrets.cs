using System.Security.Cryptography;
using TalosPlatform.Shared.Files;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>Generated passwords of a cluster on the host: files that only this user can read, gone with the cluster.</summary>
public sealed class HostSecrets(HostFolder folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The password of an account; made on the first call.</summary>
    /// <param name="service">Server the account belongs to.</param>
    /// <param name="account">Name of the account.</param>
    public string PasswordOf(string service, string account)
    {
        var path = PathOf(service, account);
        if (!File.Exists(path))
            AtomicFile.WriteAllText(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), Private);
        return File.ReadAllText(path);
    }

    /// <summary>File that holds nothing but the password of an account.</summary>
    public string PathOf(string service, string account) => Path.Combine(folder.Secrets, service, account + ".password");

    /// <summary>Writes a file with a secret in it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string service, string name, string content)
    {
        var path = Path.Combine(folder.Secrets, service, name);
        if (!File.Exists(path) || File.ReadAllText(path) != content)
            AtomicFile.WriteAllText(path, content, Private);
        return path;
    }
}
