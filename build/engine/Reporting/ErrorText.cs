using System.Reflection;

namespace Nuke.Common.Reporting;

/// <summary>Exceptions as people should read them.</summary>
internal static class ErrorText
{
    /// <summary>
    /// The messages of an exception and of its causes, without the wrappers the runtime puts around them. Types and stacks only
    /// when <paramref name="verbose"/>.
    /// </summary>
    public static string Of(Exception exception, bool verbose)
    {
        var roots = Unwrap(exception).ToList();
        if (verbose) return string.Join("\n\n", roots.Select(x => x.ToString()));
        return string.Join("\n\n", roots.Select(Messages));
    }

    /// <summary>The exceptions inside of wrappers.</summary>
    public static IEnumerable<Exception> Unwrap(Exception exception) => exception switch
    {
        AggregateException aggregate => aggregate.InnerExceptions.SelectMany(Unwrap),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => [exception],
    };

    private static string Messages(Exception exception)
    {
        var text = exception.Message;
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
            foreach (var cause in Unwrap(inner))
                if (!text.Contains(cause.Message, StringComparison.Ordinal))
                    text += "\nCaused by: " + cause.Message;
        return text;
    }
}
