using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Dossiers;
using Ledger.Cli.Fsck;
using Ledger.Cli.Http;
using Ledger.Transparency.Dossiers;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests;

/// <summary>Sealed parts from end to end: opened by who may, erased for good, and no proof minds.</summary>
public sealed class ErasureTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task An_erased_part_is_gone_it_is_recorded_and_every_proof_still_verifies()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var bag = Sample.Bagged(Guid.NewGuid());
        bag["note"] = "the miner's brother carried it";
        var posted = (await agent.PostAsync(bag)).Body;
        var first = posted["events"]![0]!;
        var lot = (string)posted["events"]!.AsArray().Select(each => each!["stream"]).First(
            stream => ((string)stream!).StartsWith("lot:", StringComparison.Ordinal))!;
        var (part, dossier) = ($"/v1/custody-events/{posted["id"]}/sealed/note", $"/v1/lots/{lot["lot:".Length..]}/dossier.zip");
        await auditor.SendAsync(HttpMethod.Post, "/v1/log/heads");
        var (origin, keys) = await LogTests.KeysAsync(auditor);
        var before = await auditor.DownloadAsync(dossier);

        await AssertOpensAsync(await agent.GetAsync(part), (long)first["sequence"]!);
        for (var time = 0; time < 2; time++) // asked again, it is as it was
            Assert.Equal(HttpStatusCode.NoContent,
                (await programme.SendAsync(HttpMethod.Delete, part + "?reason=asked-by-person")).Status);

        Assert.Equal("not-found", (await agent.GetAsync(part)).Problem);
        Assert.DoesNotContain(
            await ledger.ColumnAsync("SELECT body FROM ledger.sealed"), body => body.Contains("brother", StringComparison.Ordinal));
        var leaves = (await auditor.GetAsync("/v1/events?limit=100000")).Lines;
        var erased = Assert.Single(leaves, leaf => (string)leaf["type"]! == "sealed_part_erased");
        Assert.Equal(
            ($"erasure:{posted["id"]}", "note", "asked-by-person", "demo-programme"),
            ((string)erased["stream"]!, (string)erased["data"]!["kind"]!, (string)erased["data"]!["reason"]!,
                (string)erased["headers"]!["recordedBy"]!));

        var proof = TlogProof.Parse(Encoding.UTF8.GetBytes((await agent.GetAsync((string)first["proof"]!)).Text));
        Assert.True(proof.Verifies(LeafHash.Parse((string)first["leafHash"]!), origin, keys));
        Assert.Equal((true, 1), Verified(before));
        Assert.Equal((true, 0), Verified(await auditor.DownloadAsync(dossier)));
        await AssertAsSignedAsync(auditor);

        (bool, int) Verified(byte[] zip)
        {
            var report = new DossierFiles(zip).Verified(keys);
            return (report.Verified, report.Sealed);
        }
    }

    [Fact]
    public async Task What_was_never_sealed_cannot_be_erased_and_only_the_programme_erases()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var programme = await ledger.Server.AsAsync("demo-programme", "programme");
        var bag = Sample.Bagged(Guid.NewGuid());
        bag["note"] = "wet";
        var parts = $"/v1/custody-events/{(await agent.PostAsync(bag)).Body["id"]}/sealed/";

        Assert.Equal("no-right", (await agent.SendAsync(HttpMethod.Delete, parts + "note?reason=term-over")).Problem);
        Assert.Equal("field-errors", (await programme.SendAsync(HttpMethod.Delete, parts + "note")).Problem);
        Assert.Equal("field-errors", (await programme.SendAsync(HttpMethod.Delete, parts + "note?reason=whim")).Problem);
        Assert.Equal("not-found", (await programme.SendAsync(HttpMethod.Delete, parts + "people?reason=term-over")).Problem);
        Assert.Equal("not-found", (await programme.SendAsync(HttpMethod.Delete, parts + "nothing?reason=term-over")).Problem);
        Assert.Equal("not-found", (await programme.SendAsync(
            HttpMethod.Delete, $"/v1/custody-events/{Guid.NewGuid()}/sealed/note?reason=term-over")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await agent.GetAsync(parts + "note")).Status);
    }

    // With its salt, as its recorder gets it, a part is what the leaf commits to.
    private async Task AssertOpensAsync(Answer answer, long sequence)
    {
        var leaf = (await ledger.ColumnAsync($"SELECT bytes FROM ledger.event WHERE seq = {sequence}"))[0];
        var commitment = (string)JsonNode.Parse(leaf)!["headers"]!["sealed"]!["note"]!;
        var salt = Convert.FromBase64String(answer.Message.Headers.GetValues("Ledger-Salt").Single());
        Assert.True(SealedCommitment.Opens(commitment, salt, Encoding.UTF8.GetBytes(answer.Text)));
    }

    private async Task AssertAsSignedAsync(LedgerClient auditor)
    {
        var head = await LogTests.PublishedAsync(auditor, await ledger.Server.HeadAsync());
        using var http = Connection.Client(ledger.Server.Address, auditor.Key!);
        var source = new ServerSource(http);
        var check = new LogCheck(source, [head], _ => { }, new RecordCheck(source, (await LogTests.KeysAsync(auditor)).Keys));
        Assert.Null(await check.RunAsync(TestContext.Current.CancellationToken));
    }
}
