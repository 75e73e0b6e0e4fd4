namespace TalosPlatform.Shared.Progress;

/// <summary>Tells the user what is going on: steps with an outcome, and messages between them.</summary>
public interface IProgressReporter
{
    /// <summary>Runs <paramref name="work"/> as a visible step that ends with ✓ or ✗. Steps may run side by side.</summary>
    Task<T> StepAsync<T>(string title, Func<IStep, Task<T>> work);

    /// <summary>A line of information.</summary>
    void Info(string message);

    /// <summary>Something the user should know but that stops nothing.</summary>
    void Warn(string message);
}

/// <summary>A running step.</summary>
public interface IStep
{
    /// <summary>What the step is doing or waiting for; shown while it runs, and last seen when it fails.</summary>
    void Update(string status);

    /// <summary>Ends the step's line with a note instead of the last status, such as a version or a count.</summary>
    void Note(string outcome);
}

/// <summary>Shorthand over <see cref="IProgressReporter"/>.</summary>
public static class ProgressReporterExtensions
{
    /// <summary>Runs a step without a result.</summary>
    public static Task StepAsync(this IProgressReporter progress, string title, Func<IStep, Task> work) =>
        progress.StepAsync<object?>(title, async step =>
        {
            await work(step);
            return null;
        });
}
