using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Ledger.Cli.Http;

/// <summary>How far it is: a bar on a terminal, else a plain line now and then, as a log can hold it. On the error stream.</summary>
internal static class Meter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Runs the work, which says each time how much more is done.</summary>
    public static async Task RunAsync(string what, int total, Func<Action<int>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await RunInLinesAsync(what, total, work);
            return;
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().StartAsync(async context =>
        {
            var task = context.AddTask(what, maxValue: total);
            await work(more => task.Increment(more));
        });
    }

    private static async Task RunInLinesAsync(string what, int total, Func<Action<int>, Task> work)
    {
        var (done, since) = (0, Stopwatch.StartNew());
        await work(more =>
        {
            lock (since)
            {
                done += more;
                if (since.Elapsed < Pause && done < total) return;
                since.Restart();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {total} {what}"));
            }
        });
    }
}
