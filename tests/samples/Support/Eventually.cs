using System.Diagnostics;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Waits for what becomes true, with a deadline.</summary>
public static class Eventually
{
    /// <summary>Fails with <paramref name="last"/> when the condition does not hold in time.</summary>
    public static async Task Holds(Func<Task<bool>> condition, TimeSpan within, Func<string> last)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > within)
                Assert.Fail($"Not within {within.TotalSeconds:0.#} s: {last()}");
            await Task.Delay(20);
        }
    }
}
