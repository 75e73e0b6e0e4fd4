using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Cost.Prices;

/// <summary>The price files of a folder: <c>aws.yaml</c>, or <c>aws-eu-west-1.yaml</c> for a further region.</summary>
/// <param name="folder">Folder of the files, <c>stack/prices</c> of the repository.</param>
public sealed class PriceCatalog(string folder)
{
    /// <summary>The prices of a provider, in its region or, when none is named, in that of its main file.</summary>
    /// <exception cref="PlatformException">No file has that provider or region, or the file is not valid or not plausible.</exception>
    public PriceBook Load(string provider, string? region = null)
    {
        var books = Files(provider).Select(path => (Path: path, Book: LoadFile(path))).ToList();
        if (books.Count == 0)
            throw new PlatformException($"There is no price file for the provider \"{provider}\" in \"{folder}\".", "Use aws, gcp or azure, or \"custom\" with a price file of your own.");
        var main = books[0].Book;
        if (string.IsNullOrEmpty(region))
            return main;
        return books.FirstOrDefault(b => b.Book.Region == region).Book
            ?? throw new PlatformException(
                $"There are no prices of {provider} for the region \"{region}\": {NearestName.Hint(region, [.. books.Select(b => b.Book.Region)])}",
                $"Name a region that has a file, or create \"{FileFor(provider, region)}\" with ./build.sh RefreshPrices.");
    }

    /// <summary>Reads one file and refuses it when it is not plausible.</summary>
    /// <exception cref="PlatformException">The file is not valid or not plausible.</exception>
    public static PriceBook LoadFile(string path)
    {
        var book = PriceFileReader.Load(path);
        PriceGuard.ThrowIfImplausible(book, lastGood: null, path);
        return book;
    }

    /// <summary>Where the prices of a further region belong.</summary>
    public string FileFor(string provider, string region) => Path.Combine(folder, $"{provider}-{region}.yaml");

    /// <summary>The main file of a provider.</summary>
    public string MainFile(string provider) => Path.Combine(folder, $"{provider}.yaml");

    private IEnumerable<string> Files(string provider)
    {
        if (!Directory.Exists(folder) || provider.Length == 0 || !provider.All(char.IsAsciiLetterLower))
            return [];
        var main = MainFile(provider);
        return Directory.EnumerateFiles(folder, $"{provider}-*.yaml").Order(StringComparer.Ordinal).Prepend(main).Where(File.Exists);
    }
}
