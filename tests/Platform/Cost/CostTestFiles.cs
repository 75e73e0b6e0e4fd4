using TalosPlatform.Cost.Prices;

namespace TalosPlatform.Tests.Cost;

/// <summary>Places of the files the tests read.</summary>
internal static class CostTestFiles
{
    public static string Root { get; } = FindRoot();

    public static string PriceFolder { get; } = Path.Combine(Root, "stack", "prices");

    public static string Fixtures { get; } = Path.Combine(Root, "tests", "Platform", "Cost", "Fixtures");

    public static PriceBook Book(string provider) => new PriceCatalog(PriceFolder).Load(provider);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TalosBuild.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run inside of the repository.");
    }
}
