using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;
using Spectre.Console;

namespace Ledger.Cli.Rebuild;

/// <summary><c>ledger rebuild</c>: asks a ledger to make its views anew, and shows how far it is until it is done.</summary>
internal static class RebuildCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var command = new Command(
            "rebuild", "Makes the views anew from the events, with an administrator's key. Stopping it stops nothing but the watching.")
        {
            Connection.To, Connection.Key,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var ledger = Connection.Open(parsed);
            return await RunAsync(ledger.Http, cancellation);
        });
        return command;
    }

    /// <summary>0 when the views are made anew, 1 when that failed.</summary>
    private static async Task<int> RunAsync(HttpClient http, CancellationToken cancellation)
    {
        var asked = await SendAsync(http, HttpMethod.Post, "/v1/admin/rebuild", cancellation);
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        var ended = await console.Progress().StartAsync(async context =>
        {
            var task = context.AddTask("events replayed");
            while (true)
            {
                var now = await SendAsync(http, HttpMethod.Get, $"/v1/admin/rebuild/{asked["id"]}", cancellation);
                task.Value = 100 * (double)now["progress"]!;
                if ((string)now["state"]! is "finished" or "failed") return now;
                await Task.Delay(Look, cancellation);
            }
        });
        Console.WriteLine($"{ended["state"]}: {ended["reachedSequence"]} events, {ended["attempts"]} attempts");
        return (string)ended["state"]! == "finished" ? 0 : 1;
    }

    private static async Task<JsonNode> SendAsync(HttpClient http, HttpMethod method, string path, CancellationToken cancellation)
    {
        var answer = await Attempts.SendAsync(http, () => new(method, path), cancellation);
        return answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted ? JsonNode.Parse(answer.Body)!
            : throw new CliException($"unexpected answer {(int)answer.Status}: {answer.Body}");
    }
}
