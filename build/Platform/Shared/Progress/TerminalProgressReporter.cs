using Spectre.Console;

namespace TalosPlatform.Shared.Progress;

/// <summary>Live steps with spinners on a terminal; the finished lines stay.</summary>
public sealed class TerminalProgressReporter(IAnsiConsole console) : IProgressReporter
{
    private readonly Lock _gate = new();
    private Board? _board;

    /// <inheritdoc/>
    public async Task<T> StepAsync<T>(string title, Func<IStep, Task<T>> work)
    {
        var (board, step) = Join(title);
        try
        {
            var result = await work(step);
            step.End("[green]✓[/]");
            return result;
        }
        catch (OperationCanceledException)
        {
            step.Update("cancelled");
            step.End("[yellow]✗[/]");
            throw;
        }
        catch
        {
            step.End("[red]✗[/]");
            throw;
        }
        finally
        {
            await LeaveAsync(board);
        }
    }

    /// <inheritdoc/>
    public void Info(string message) => console.MarkupLine("  " + Markup.Escape(message));

    /// <inheritdoc/>
    public void Warn(string message) => console.MarkupLine("  [yellow]![/] " + Markup.Escape(message));

    private (Board Board, Step Step) Join(string title)
    {
        lock (_gate)
        {
            _board ??= new Board(console);
            _board.Members++;
            return (_board, new Step(title, _board.Context.AddTask(Markup.Escape(title), maxValue: 1)));
        }
    }

    private async Task LeaveAsync(Board board)
    {
        lock (_gate)
        {
            if (--board.Members > 0)
                return;
            _board = null;
        }

        await board.CloseAsync();
    }

    private sealed class Step(string title, ProgressTask task) : IStep
    {
        private string _status = "";

        public void Update(string status)
        {
            _status = status;
            task.Description = $"{Markup.Escape(title)} [grey]{Markup.Escape(Shorten(status))}[/]";
        }

        public void Note(string outcome) => Update(outcome);

        public void End(string mark)
        {
            task.Description = _status.Length > 0
                ? $"{mark} {Markup.Escape(title)} [grey]{Markup.Escape(Shorten(_status))}[/]"
                : $"{mark} {Markup.Escape(title)}";
            task.Value = 1;
            task.StopTask();
        }

        private static string Shorten(string text)
        {
            var line = text.ReplaceLineEndings(" ");
            return line.Length <= 90 ? line : line[..89] + "…";
        }
    }

    /// <summary>One live display; it exists while at least one step runs.</summary>
    private sealed class Board
    {
        private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _display;

        public Board(IAnsiConsole console)
        {
            var ready = new TaskCompletionSource<ProgressContext>(TaskCreationOptions.RunContinuationsAsynchronously);
            _display = Task.Run(() => console.Progress()
                .AutoClear(false)
                .Columns(new SpinnerColumn { CompletedText = " " }, new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
                .StartAsync(async context =>
                {
                    ready.SetResult(context);
                    await _closing.Task;
                }));
            Context = ready.Task.GetAwaiter().GetResult();
        }

        public ProgressContext Context { get; }

        public int Members { get; set; }

        public Task CloseAsync()
        {
            _closing.TrySetResult();
            return _display;
        }
    }
}
