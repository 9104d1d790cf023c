using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;

namespace Ledger.Api.Tests;

public sealed class CaptureTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Theory]
    [MemberData(nameof(Sample.Types), MemberType = typeof(Sample))]
    public async Task The_example_of_every_type_is_stored_and_can_be_found_again(string type)
    {
        var role = Sample.RecorderOf(type);
        using var recorder = await ledger.Server.AsAsync($"demo-{role}", role);
        var id = Guid.NewGuid();

        var posted = await recorder.PostAsync(Sample.Example(type, id));
        Assert.Equal(HttpStatusCode.Created, posted.Status);
        Assert.Equal($"/v1/custody-events/{id}", posted.Message.Headers.Location!.ToString());
        Assert.Equal("created", (string)posted.Body["status"]!);

        var found = await recorder.GetAsync(posted.Message.Headers.Location.ToString());
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(recorder.Organisation, (string)found.Body["recordedBy"]!);
        var told = found.Body;
        Assert.Equal(type, (string)told["type"]!);
        foreach (var said in told["events"]!.AsArray().Select(each => each!.AsObject()))
        {
            Assert.Equal(type, (string?)told["headers"]!["custodyType"]);
            Assert.True(said.Remove("type") && said["data"]!.AsObject().Count > 0 && said.Remove("data"), "it tells what it says");
        }

        Assert.Equal(posted.Body["events"]!.ToJsonString(), told["events"]!.ToJsonString());
        Assert.Equal((long)posted.Body["sequence"]!, (long)posted.Body["events"]!.AsArray()[^1]!["sequence"]!);
    }

    [Fact]
    public async Task The_same_again_is_answered_with_the_same_receipts()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var bagged = Sample.Bagged(Guid.NewGuid());
        var first = await agent.PostAsync(bagged);

        // Other white space and another order of members is the same content.
        var reordered = new JsonObject(bagged.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        var again = await agent.PostAsync(reordered.ToJsonString(new() { WriteIndented = true }));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal("duplicate", (string)again.Body["status"]!);
        Assert.Equal(first.Body["events"]!.ToJsonString(), again.Body["events"]!.ToJsonString());
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_refused_and_says_so_to_its_owner_only()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var rival = await ledger.Server.AsAsync("demo-rival", "agent");
        var id = Guid.NewGuid();
        await agent.PostAsync(Sample.Weighed(id));

        var own = await agent.PostAsync(Sample.Weighed(id, netKg: 51m));
        var foreign = await rival.PostAsync(Sample.Weighed(id));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (own.Status, foreign.Status));
        Assert.Equal(("id-in-use", "id-in-use"), (own.Problem, foreign.Problem));
        Assert.Contains("post 'corrected'", (string)own.Body["detail"]!, StringComparison.Ordinal);
        Assert.Null(foreign.Body["detail"]);
        Assert.Equal(HttpStatusCode.NotFound, (await rival.GetAsync($"/v1/custody-events/{id}")).Status);
    }

    [Fact]
    public async Task What_is_sent_many_times_at_once_is_stored_once_and_answered_alike()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var before = await ledger.Server.StoredAsync();
        var random = new Random(7);
        var sends = Enumerable.Range(0, 200).SelectMany(_ =>
        {
            var bagged = Sample.Bagged(Guid.NewGuid()).ToJsonString();
            return Enumerable.Repeat(bagged, random.Next(1, 6));
        }).ToList();

        var answers = await Task.WhenAll(sends.Select(body => agent.PostAsync(body)));

        foreach (var sameId in answers.GroupBy(answer => (string)answer.Body["id"]!))
        {
            Assert.Single(sameId.Select(answer => answer.Body["events"]!.ToJsonString()).Distinct());
            Assert.Single(sameId, answer => answer.Status == HttpStatusCode.Created);
        }

        Assert.All(answers, answer => Assert.Equal(4, answer.Body["events"]!.AsArray().Count)); // a bag with tag and weighing
        Assert.Equal(before + 200, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task A_correction_and_its_replacement_are_stored_together()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var (wrong, correction, right) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await agent.PostAsync(Sample.Weighed(wrong));
        var replacement = Sample.Weighed(right, netKg: 51m);

        var corrected = await agent.PostAsync(new JsonObject
        {
            ["id"] = correction.ToString(), ["type"] = "corrected", ["eventTime"] = "2026-03-04T08:15:00+02:00",
            ["target"] = wrong.ToString(), ["reason"] = "incorrect-data", ["replacement"] = replacement.DeepClone(),
        });

        Assert.Equal(HttpStatusCode.Created, corrected.Status);
        Assert.Equal((long)corrected.Body["sequence"]! + 1, (long)corrected.Body["replacement"]!["sequence"]!);
        var itself = await agent.PostAsync(replacement); // the replacement by itself is the same record
        Assert.Equal("duplicate", (string)itself.Body["status"]!);
        Assert.Equal(corrected.Body["replacement"]!["events"]!.ToJsonString(), itself.Body["events"]!.ToJsonString());
    }

    [Fact]
    public async Task No_leaf_holds_a_person_a_price_a_note_a_position_or_a_document_name()
    {
        string[] secrets =
            ["Person-7711", "987654321", "PO-secret-5", "the note nobody reads", "-1.98412", "29.61233", "bill-of-sale.pdf"];
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var sold = Sample.Example("sold", Guid.NewGuid());
        sold["people"] = new JsonArray(new JsonObject { ["role"] = "agent", ["ref"] = secrets[0] });
        sold["price"] = new JsonObject { ["amountMinor"] = 987654321, ["currency"] = "RWF" };
        sold["purchaseNumber"] = secrets[2];
        sold["note"] = secrets[3];
        sold["place"] = new JsonObject { ["siteId"] = "RW-0412", ["lat"] = -1.98412, ["lon"] = 29.61233 };
        sold["documents"] = new JsonArray(new JsonObject
        {
            ["sha256"] = new string('a', 64), ["mediaType"] = "application/pdf", ["name"] = secrets[6],
        });

        var posted = await agent.PostAsync(sold);
        Assert.Equal(HttpStatusCode.Created, posted.Status);

        var leaves = await ledger.ColumnAsync("SELECT bytes FROM ledger.event ORDER BY seq");
        Assert.All(secrets, secret => Assert.DoesNotContain(leaves, leaf => leaf.Contains(secret, StringComparison.Ordinal)));
        var bodies = string.Concat(await ledger.ColumnAsync("SELECT body FROM ledger.sealed"));
        Assert.All(secrets, secret => Assert.Contains(secret, bodies, StringComparison.Ordinal));
        var first = leaves[(int)(long)posted.Body["events"]![0]!["sequence"]! - 1];
        var commitments = JsonNode.Parse(first)!["headers"]!["sealed"]!.AsObject().Select(member => member.Key);
        Assert.Equal(["commercial", "document-names", "note", "people", "position"], commitments);
    }
}

internal static class Tables
{
    /// <summary>A bytea column as text, read past the service.</summary>
    public static async Task<IReadOnlyList<string>> ColumnAsync(this RunningLedger ledger, string sql)
    {
        await using var connection = new NpgsqlConnection(ledger.Database.ConnectionString(ClusterRoles.Superuser));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)));
        return values;
    }
}
