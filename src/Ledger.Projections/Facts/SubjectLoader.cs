using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together all that is known of subjects, from their streams, in as few reads as there are kinds of stream. The only
/// way facts reach views, rules and answers, for now and for any past moment.
/// </summary>
public sealed class SubjectLoader(FactReader facts, CorrectionReader corrections)
{
    public async Task<Dictionary<LotId, LotFacts>> LotsAsync(
        IReadOnlyCollection<LotId> lots, Horizon horizon, CancellationToken cancellation)
    {
        var own = await facts.ReadStreamsAsync([.. lots.Select(lot => StreamName.Lot(lot).Value)], horizon, cancellation);
        var tagsOf = own.ToDictionary(pair => pair.Key, pair => LotFacts.TagsIn(pair.Value).ToList(), StringComparer.Ordinal);
        var tagStreams = await facts.ReadStreamsAsync(
            [.. tagsOf.Values.SelectMany(tags => tags).Distinct().Select(tag => StreamName.Tag(tag).Value)], horizon, cancellation);
        var effective = await corrections.ReadAsync(
            [.. own.Values.SelectMany(list => list), .. tagStreams.Values.SelectMany(list => list)], horizon, cancellation);

        return lots.Distinct().ToDictionary(lot => lot, lot =>
        {
            var stream = StreamName.Lot(lot).Value;
            var tags = tagsOf.GetValueOrDefault(stream, []).Select(tag => tagStreams.GetValueOrDefault(StreamName.Tag(tag).Value, []));
            return LotFacts.Assemble(lot, own.GetValueOrDefault(stream, []), tags, effective);
        });
    }

    /// <param name="withLots">Also what is known of the lots each tag was tied on; a view of the tag alone needs them not.</param>
    public async Task<Dictionary<TagId, TagFacts>> TagsAsync(
        IReadOnlyCollection<TagId> tags, bool withLots, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync([.. tags.Select(tag => StreamName.Tag(tag).Value)], horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        var lots = withLots ? await LotsAsync(LotsIn(streams.Values), horizon, cancellation) : [];
        return tags.Distinct().ToDictionary(tag => tag, tag =>
            TagFacts.Assemble(tag, streams.GetValueOrDefault(StreamName.Tag(tag).Value, []), lots, effective));
    }

    public async Task<Dictionary<RunId, RunFacts>> RunsAsync(
        IReadOnlyCollection<RunId> runs, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync([.. runs.Select(run => StreamName.Run(run).Value)], horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        return runs.Distinct().ToDictionary(
            run => run, run => RunFacts.Assemble(run, streams.GetValueOrDefault(StreamName.Run(run).Value, []), effective));
    }

    /// <param name="withLots">Also what is known of the lots each transfer names.</param>
    public async Task<Dictionary<string, TransferFacts>> TransfersAsync(
        IReadOnlyCollection<string> subjects, bool withLots, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync([.. subjects], horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        var named = withLots ? streams.Values.SelectMany(TransferFacts.LotsIn).Distinct().ToList() : [];
        var lotOf = await ResolveAsync(named, streams.Values.SelectMany(list => list).ToList(), horizon, cancellation);
        var lots = await LotsAsync([.. lotOf.Values.Distinct()], horizon, cancellation);
        var byReference = lotOf.ToDictionary(pair => pair.Key, pair => lots[pair.Value]);
        return subjects.Distinct().ToDictionary(
            subject => subject,
            subject => TransferFacts.Assemble(new(subject), streams.GetValueOrDefault(subject, []), byReference, effective));
    }

    /// <summary>The lots that references mean; one by a tag that was on no lot is absent.</summary>
    public async Task<Dictionary<LotReference, LotId>> ResolveAsync(
        IReadOnlyCollection<LotReference> references, IReadOnlyCollection<Fact> namedIn, Horizon horizon, CancellationToken cancellation)
    {
        var lots = references.Where(reference => reference.LotId is not null).ToDictionary(reference => reference, reference => reference.LotId!.Value);
        var byTag = references.Where(reference => reference.LotId is null).ToList();
        var tags = await TagsAsync([.. byTag.Select(reference => reference.Tag!.Value)], withLots: false, horizon, cancellation);
        foreach (var reference in byTag)
        {
            var binding = new TagBinding(tags[reference.Tag!.Value].Facts);
            var naming = namedIn.Where(fact => LotNames.In(fact).Contains(reference)).Min();
            if (naming is not null && binding.LotFor(naming) is { } lot) lots[reference] = lot;
        }

        return lots;
    }

    /// <summary>The lots that tag streams tie their tags on, corrected or not.</summary>
    public static List<LotId> LotsIn(IEnumerable<List<Fact>> tagStreams) =>
        [.. tagStreams.SelectMany(stream => stream).Select(fact => fact.Event).OfType<TagAttached>()
            .Where(attached => attached.Lot.LotId is not null).Select(attached => attached.Lot.LotId!.Value).Distinct()];
}
