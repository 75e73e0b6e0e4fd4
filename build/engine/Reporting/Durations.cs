using System.Globalization;

namespace Nuke.Common.Reporting;

/// <summary>Durations as a summary shows them.</summary>
internal static class Durations
{
    /// <summary><c>0.4s</c> below a minute, <c>m:ss</c> from there on, <c>h:mm:ss</c> from an hour on.</summary>
    public static string Format(TimeSpan duration) =>
        duration.TotalSeconds < 59.95 ? duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + "s"
        : duration.TotalHours < 1 ? duration.ToString("m\\:ss", CultureInfo.InvariantCulture)
        : ((int)duration.TotalHours).ToString(CultureInfo.InvariantCulture) + duration.ToString("\\:mm\\:ss", CultureInfo.InvariantCulture);
}
