using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Projections.Facts;

/// <summary>Puts together a record that was corrected, what corrected it, and the lots it speaks of.</summary>
public sealed class CorrectionLoader(FactReader facts, CorrectionReader corrections, SubjectLoader lots)
{
    public async Task<CorrectionFacts> LoadAsync(CustodyEventId id, Horizon horizon, CancellationToken cancellation)
    {
        var stream = StreamName.CustodyEvent(id).Value;
        var correcting = (await facts.ReadStreamsAsync([stream], horizon, cancellation)).GetValueOrDefault(stream, []);
        List<Fact> target = correcting.Count == 0 ? [] : await facts.ReadCustodyAsync(id, horizon, cancellation);
        var effective = await corrections.ReadAsync([.. correcting, .. target], horizon, cancellation);
        var speaksOf = new CorrectionFacts(id, [.. target.Order()], [.. correcting.Order()], [], effective);
        var candidates = await lots.LotsAsync(await LotsOfAsync(target, horizon, cancellation), horizon, cancellation);
        return speaksOf with
        {
            Lots = [.. candidates.Values.Where(speaksOf.IsOf).OrderBy(lot => lot.Lot.Value, StringComparer.Ordinal)],
        };
    }

    // Those it names, and all that ever wore a tag it names.
    private async Task<List<LotId>> LotsOfAsync(List<Fact> target, Horizon horizon, CancellationToken cancellation)
    {
        var named = new Touched();
        foreach (var fact in target) named.Add(fact.Stream);
        var tagStreams = await lots.TagStreamsAsync(named.Tags, horizon, cancellation);
        return [.. named.Lots.Union(SubjectLoader.LotsIn(tagStreams.Values))];
    }
}
