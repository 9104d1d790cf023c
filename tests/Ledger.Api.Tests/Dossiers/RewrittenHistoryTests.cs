using System.Net;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// A whole ledger rolled back, and then continued otherwise, every table of it fitting the others: the service does not sign it, and an
/// auditor who kept one checkpoint is told. The log of this ledger is spoilt for good: no other test shares it.
/// </summary>
public sealed class RewrittenHistoryTests(StillLedger ledger) : IClassFixture<StillLedger>, IAsyncDisposable
{
    private readonly Tampering _tampering = new(ledger);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _tampering.DisposeAsync();

    [Fact]
    public async Task A_history_that_was_rolled_back_and_one_that_went_another_way_are_told()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        await agent.PostBaggedAsync();
        await agent.PostBaggedAsync();
        var back = await ledger.Server.HeadAsync();
        for (var bags = 0; bags < 3; bags++) await agent.PostBaggedAsync();
        await _tampering.PublishedAsync();
        Assert.Null(await _tampering.CheckAsync(auditor));
        using var nobody = ledger.Server.Anonymous();
        var kept = await LogTests.PublishedAsync(nobody, 0);

        await RollBackAsync(auditor, back);
        await RefusedAsync(nobody, $"A tree of {kept.Size} events was signed, the database has {back}: it is older");
        var rolledBack = await _tampering.CheckAsync(auditor, kept);
        Assert.Equal((back + 1, true), (rolledBack?.Sequence, rolledBack?.What.StartsWith("is missing", StringComparison.Ordinal)));

        while (await ledger.Server.HeadAsync() <= kept.Size) Assert.Equal(HttpStatusCode.Created, (await agent.PostBaggedAsync()).Status);
        await RefusedAsync(nobody, $"The first {kept.Size} events are not those that were signed");
        var forked = await _tampering.CheckAsync(auditor, kept);
        Assert.Equal((kept.Size, true), (forked?.Sequence, forked?.What.Contains("is not what was signed", StringComparison.Ordinal)));
        Assert.Equal(kept, await LogTests.PublishedAsync(nobody, 0)); // what readers see stays as it was
    }

    private async Task RollBackAsync(LedgerClient auditor, long back)
    {
        var tree = new CompactRange();
        var leaves = (await auditor.GetAsync($"/v1/events?after=0&limit={back}")).Text;
        foreach (var leaf in leaves.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            tree.Append(LeafHash.Of(System.Text.Encoding.UTF8.GetBytes(leaf)));
        Assert.Equal(back, tree.Size);
        await _tampering.ExecuteAsync(
            $"""
            BEGIN;
            DELETE FROM ledger.event WHERE seq > {back};
            DELETE FROM ledger.custody_event WHERE first_seq > {back};
            DELETE FROM ledger.sealed WHERE event_id NOT IN (SELECT id FROM ledger.event);
            DELETE FROM ledger.head;
            INSERT INTO ledger.head SELECT DISTINCT ON (stream) stream, version, leaf_hash FROM ledger.event ORDER BY stream, version DESC;
            UPDATE ledger.ledger_head SET seq = {back};
            UPDATE ledger.log_tree SET size = {back}, root = decode('{tree.Root}', 'base64');
            DELETE FROM ledger.log_checkpoint;
            DELETE FROM ledger.heads_page WHERE at_seq > {back};
            DELETE FROM ledger.heads_tile WHERE at_seq > {back};
            UPDATE ledger_views.progress SET seq = least(seq, {back});
            UPDATE ledger.evaluation_progress SET seq = least(seq, {back});
            COMMIT
            """);
    }

    private static Task<Answer> RefusedAsync(LedgerClient reader, string why) => Eventually.IsAsync(
        () => reader.GetAsync("/health/ready"),
        ready => ((string?)ready.Body["log"])?.Contains(why, StringComparison.Ordinal) == true, why);
}
