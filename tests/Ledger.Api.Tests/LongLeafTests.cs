using System.Text;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests;

public sealed class LongLeafTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_leaf_too_long_for_a_bundle_is_read_elsewhere_and_proved_all_the_same()
    {
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        var id = Guid.NewGuid();
        var leaf = LeafPrefix.Create(Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 70_000)}}"}"""), "{}"u8, id);
        var store = ledger.Server.App.Services.GetRequiredService<IEventStore>();
        var result = await store.AppendAsync(
            new(new AppendUnit(null, [new(id, new($"lot:long:{id}"), "lot_weighed", leaf)], [])), TestContext.Current.CancellationToken);
        var receipt = result.Units[0].Receipts[0];

        var (origin, keys) = await LogTests.KeysAsync(auditor);
        var proof = TlogProof.Parse(Encoding.UTF8.GetBytes((await auditor.GetAsync($"/v1/log/proof?sequence={receipt.Sequence}")).Text));
        Assert.True(proof.Verifies(receipt.LeafHash, origin, keys));
        var tile = new TileId(0, (receipt.Sequence - 1) / TileId.FullWidth, (int)((receipt.Sequence - 1) % TileId.FullWidth) + 1);
        var bundle = await auditor.GetAsync("/" + tile.ToString().Replace("tile/0", "tile/entries", StringComparison.Ordinal));
        Assert.Equal("not-found", bundle.Problem);
        Assert.Contains("/v1/events", (string)bundle.Body["detail"]!, StringComparison.Ordinal);
    }
}
