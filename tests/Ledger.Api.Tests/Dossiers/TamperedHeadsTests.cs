using System.Net;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>What a superuser does to the heads of streams. The log of this ledger is spoilt for good: no other test shares it.</summary>
public sealed class TamperedHeadsTests(RunningLedger ledger) : IClassFixture<RunningLedger>, IAsyncDisposable
{
    private readonly Tampering _tampering = new(ledger);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _tampering.DisposeAsync();

    [Fact]
    public async Task A_changed_head_or_tree_of_heads_is_found_out()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var posted = await Tampering.PostAsync(agent);
        await Tampering.PostAsync(agent); // more than 256 lots, so that proofs of tags go through a tile above
        await _tampering.TakeHeadsAsync();
        var lot = (string)posted["events"]!.AsArray().Select(receipt => receipt!["stream"]).First(
            stream => ((string)stream!).StartsWith("lot:", StringComparison.Ordinal))!;
        var path = $"/v1/lots/{lot["lot:".Length..]}/dossier.zip";
        var keys = (await LogTests.KeysAsync(auditor)).Keys;
        foreach (var (table, change) in ((string, string)[])[
            ("heads_page", "heads = set_byte(heads, octet_length(heads) - 3, get_byte(heads, octet_length(heads) - 3) # 1)"),
            ("heads_tile", "hashes = decode(reverse(encode(hashes, 'hex')), 'hex')")])
            await using (var edit = await _tampering.EditAsync(table, $"UPDATE ledger.{table} SET {change}"))
            {
                Assert.True(edit.IsAnEdit, table);
                Assert.False(await IsVerifiedAsync(auditor, path, keys), table);
            }

        Assert.True(await IsVerifiedAsync(auditor, path, keys));
        await using (await _tampering.EditAsync("head", $"UPDATE ledger.head SET leaf_hash = sha256(leaf_hash) WHERE stream = '{lot}'"))
        {
            var taken = await _tampering.TakeHeadsAsync(); // for good: what is wrong then stands in the ledger
            await _tampering.PublishedAsync();
            Assert.Equal(taken.Event.Sequence, (await _tampering.CheckAsync(auditor))?.Sequence);
        }
    }

    private static async Task<bool> IsVerifiedAsync(LedgerClient auditor, string path, IReadOnlyCollection<NoteVerifier> keys)
    {
        try
        {
            var answer = await Eventually.IsAsync(
                () => auditor.GetAsync(path), answer => answer.Status != HttpStatusCode.ServiceUnavailable);
            return answer.Status == HttpStatusCode.OK
                && new DossierFiles(await answer.Message.Content.ReadAsByteArrayAsync(Cancellation)).Verified(keys).Verified;
        }
        catch (HttpRequestException)
        {
            return false; // begun, and broken off where the service saw it
        }
    }
}
