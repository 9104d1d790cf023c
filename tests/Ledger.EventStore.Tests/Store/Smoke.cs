using Ledger.Domain.Values;
using Ledger.Testing;
using Ledger.Transparency.Leaves;

namespace Ledger.EventStore.Tests.Store;

public sealed class Smoke(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Works()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var source = database.DataSource();
        await using var store = StoreDatabase.Store(source);
        var id = new CustodyEventId(Guid.NewGuid());
        AppendRequest Req() => new(new AppendUnit(new(id, new("p"), [1]), [new(id.LedgerEventId(0), new("lot:p:1"), "x", LeafPrefix.Create("{}"u8, "{}"u8, id.LedgerEventId(0)))], []));
        Assert.Equal(AppendStatus.Created, (await store.AppendAsync(Req(), ct)).Status);
        Assert.Equal(AppendStatus.Duplicate, (await store.AppendAsync(Req(), ct)).Status);
        await using var store2 = StoreDatabase.Store(source);
        var r = await store2.AppendAsync(Req(), ct);
        Assert.Equal(AppendStatus.Duplicate, r.Status);
        Assert.Equal(1, r.Units[0].Receipts[0].Sequence);
        var all = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => { var c = new CustodyEventId(Guid.NewGuid()); return (i % 2 == 0 ? store : store2).AppendAsync(new(new AppendUnit(new(c, new("p"), [1]), [new(c.LedgerEventId(0), new($"lot:p:{i % 10}"), "x", LeafPrefix.Create("{}"u8, "{}"u8, c.LedgerEventId(0)))], [])), ct); }));
        Assert.All(all, a => Assert.Equal(AppendStatus.Created, a.Status));
        var page = await store.ReadAsync(0, 5000, ct);
        Assert.Equal(Enumerable.Range(1, 2001).Select(n => (long)n), page.Select(e => e.Sequence));
    }
}
