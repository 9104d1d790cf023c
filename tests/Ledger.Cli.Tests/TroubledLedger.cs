using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Cli.Tests;

/// <summary>
/// The far end of a bad line: what a client meets when a ledger is busy or the connection breaks. It says nothing about the
/// ledger itself; the end-to-end tests post to the real one.
/// </summary>
internal sealed class TroubledLedger : IAsyncDisposable
{
    private const string Refusal = """
        {"status":"refused","type":"/problems/field-errors","detail":"Some fields","errors":[{"field":"lots[0].netKg"}]}
        """;

    private HttpListener _listener = new();
    private readonly ConcurrentQueue<Trouble> _troubles;
    private readonly Task _serving;

    public TroubledLedger(params Trouble[] troubles)
    {
        _troubles = new(troubles);
        Address = Listen();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Ids in the order in which they were first stored, with the organisation whose key it was.</summary>
    public List<(string Organisation, string Id)> Stored { get; } = [];

    /// <summary>How often an id came again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Bodies of the requests for keys.</summary>
    public List<JsonObject> KeysAsked { get; } = [];

    /// <summary>The id that it refuses.</summary>
    public string? Refuses { get; init; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private string Listen()
    {
        for (var attempt = 0; ; attempt++)
        {
            var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            _listener.Prefixes.Add(address);
            try
            {
                _listener.Start();
                return address;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                _listener = new(); // taken, and a listener that could not start is of no further use
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var trouble = _troubles.TryDequeue(out var next) ? next : Trouble.None;
        if (trouble == Trouble.CutBeforeStoring)
        {
            context.Response.Abort();
            return;
        }

        if (trouble == Trouble.Busy)
        {
            context.Response.StatusCode = 503;
            context.Response.AddHeader("Retry-After", "1");
            context.Response.Close();
            return;
        }

        var isForKeys = context.Request.Url!.AbsolutePath == "/v1/keys";
        var answer = Encoding.UTF8.GetBytes(
            isForKeys ? MakeKey(body) : Store(body, context.Request.Headers["Authorization"]!, trouble));
        if (trouble == Trouble.CutAfterStoring)
        {
            context.Response.Abort();
            return;
        }

        context.Response.ContentLength64 = answer.Length;
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }

    private string MakeKey(string body)
    {
        var asked = JsonNode.Parse(body)!.AsObject();
        KeysAsked.Add(asked);
        return JsonSerializer.Serialize(new { id = "1", key = KeyOf(asked["organisation"]!.GetValue<string>()) });
    }

    private string Store(string body, string authorization, Trouble trouble)
    {
        var organisation = authorization["Bearer ledger_".Length..];
        var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) =>
        {
            var id = JsonNode.Parse(line)!["id"]!.GetValue<string>();
            if (id == Refuses) return Refusal;
            if (trouble == Trouble.HalfOverloaded && index % 2 == 1) return """{"status":"refused","type":"/problems/overloaded"}""";
            if (trouble == Trouble.HalfUnknown && index % 2 == 1) return """{"status":"unknown","type":"/problems/unknown-outcome"}""";
            var isNew = !Stored.Contains((organisation, id));
            if (isNew) Stored.Add((organisation, id));
            else Repeated++;
            return isNew ? """{"status":"created"}""" : """{"status":"duplicate"}""";
        });
        return string.Join('\n', lines) + "\n";
    }

    public static string KeyOf(string organisation) => "ledger_" + organisation;
}

internal enum Trouble
{
    None,
    Busy,
    CutBeforeStoring,
    CutAfterStoring,
    HalfOverloaded,
    HalfUnknown,
}
