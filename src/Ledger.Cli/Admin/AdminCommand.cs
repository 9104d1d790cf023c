using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Cli.Http;

namespace Ledger.Cli.Admin;

/// <summary><c>ledger admin keys</c>: lists, makes and revokes keys, with an administrator's.</summary>
internal static class AdminCommand
{
    private static readonly Option<string> Organisation = new("--organisation")
    {
        Description = "Whose key it is: what is posted with it is recorded by it.", Required = true,
    };

    private static readonly Option<string[]> Roles = new("--role")
    {
        Description = "Such as trader; may stand several times.", Required = true,
    };

    private static readonly Option<string> Name = new("--name") { Description = "What the key is for.", Required = true };

    private static readonly Argument<string> Id = new("id") { Description = "The key's id, from the list." };

    public static Command Create()
    {
        var list = new Command("list", "All keys, newest first, without their secrets.") { Connection.To, Connection.Key };
        list.SetAction(ListAsync);
        var make = new Command("make", "Makes a key and shows it this once.")
        {
            Connection.To, Connection.Key, Organisation, Roles, Name,
        };
        make.SetAction(MakeAsync);
        var revoke = new Command("revoke", "Stops a key within seconds.") { Id, Connection.To, Connection.Key };
        revoke.SetAction(RevokeAsync);
        return new("admin", "What an administrator does.") { new Command("keys", "Keys to the ledger.") { list, make, revoke } };
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var ledger = Connection.Open(parsed);
        var answer = await Attempts.SendAsync(ledger.Http, () => new(HttpMethod.Get, "v1/keys"), cancellation);
        string[][] rows =
        [
            ["id", "organisation", "roles", "name", "created", "last used", "revoked"],
            .. JsonNode.Parse(answer.Body)!["keys"]!.AsArray().Select(key => (string[])
            [
                Text(key!["id"]), Text(key["organisation"]), string.Join('+', key["roles"]!.AsArray()), Text(key["name"]),
                Day(key["createdAt"]), Text(key["lastUsedOn"]), Day(key["revokedAt"]),
            ]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            Console.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return 0;
    }

    /// <summary>The key alone goes to standard output, so that it can be kept without being seen.</summary>
    private static async Task<int> MakeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var ledger = Connection.Open(parsed);
        // Sent once: asked again after a broken connection it would be another key, and the first one nobody's.
        using var response = await PostAsync(
            ledger.Http, "v1/keys", new()
            {
                ["organisation"] = parsed.GetValue(Organisation), ["name"] = parsed.GetValue(Name),
                ["roles"] = new JsonArray([.. parsed.GetValue(Roles)!.Select(role => (JsonNode)role)]),
            }, cancellation);
        var answer = new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        if (!response.IsSuccessStatusCode) throw new CliException(Attempts.Explain(answer));
        var key = JsonNode.Parse(answer.Body)!;
        Console.WriteLine(Text(key["key"]));
        await Console.Error.WriteLineAsync($"Key {key["id"]} of {key["organisation"]}. It is shown this once: keep it now.");
        return 0;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var ledger = Connection.Open(parsed);
        var path = "v1/keys/" + Uri.EscapeDataString(parsed.GetRequiredValue(Id));
        await Attempts.SendAsync(ledger.Http, () => new(HttpMethod.Delete, path), cancellation);
        await Console.Error.WriteLineAsync($"Key {parsed.GetValue(Id)} is revoked.");
        return 0;
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient http, string path, JsonObject body, CancellationToken cancellation)
    {
        try
        {
            return await http.PostAsJsonAsync(path, body, cancellation);
        }
        catch (HttpRequestException broken)
        {
            throw new CliException($"{broken.Message} Look at the list: a key may have been made that nobody has; revoke it.", broken);
        }
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static string Day(JsonNode? time) => Text(time) is { Length: >= 10 } text ? text[..10] : "";
}
