namespace TalosPlatform.Stack;

/// <summary>Paths of services, from files anybody may have written.</summary>
public static class ServicePath
{
    /// <summary>The address of a path below a service's root; null when it would lead to another host or out of the root's own path,
    /// which behind the API server's proxy would be another service.</summary>
    public static Uri? Below(Uri root, string path)
    {
        var relative = path.TrimStart('/');
        for (var place = relative.Split('?', '#')[0]; ;)
        {
            if (place.Contains('\\', StringComparison.Ordinal) || place.Contains("//", StringComparison.Ordinal) || place.Split('/').Contains(".."))
                return null;
            var decoded = Uri.UnescapeDataString(place);
            if (decoded == place)
                break;
            place = decoded;
        }

        return Uri.TryCreate(root, "./" + relative, out var address)
            && Uri.Compare(address, root, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.Unescaped, StringComparison.Ordinal) == 0
            && address.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal)
            ? address
            : null;
    }
}
