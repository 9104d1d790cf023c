using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Projections.Facts;

/// <summary>
/// Puts together all that is known of subjects, from their streams, in as few reads as there are kinds of stream. The only
/// way facts reach views, rules and answers, for now and for any past moment.
/// </summary>
public sealed class SubjectLoader(FactReader facts, CorrectionReader corrections, SettingsReader settings)
{
    /// <summary>The numbers rules and views go by, as far as they were known.</summary>
    public Task<RuleSettings> SettingsAsync(Horizon horizon, CancellationToken cancellation) => settings.RulesAsync(horizon, cancellation);

    public async Task<Dictionary<LotId, LotFacts>> LotsAsync(
        IReadOnlyCollection<LotId> lots, Horizon horizon, CancellationToken cancellation)
    {
        var settled = SettingsAsync(horizon, cancellation);
        var own = await facts.ReadStreamsAsync([.. lots.Select(lot => StreamName.Lot(lot).Value)], horizon, cancellation);
        var tagStreams = await TagStreamsAsync(own.Values.SelectMany(LotFacts.TagsIn), horizon, cancellation);
        var named = own.Values.Concat(tagStreams.Values).SelectMany(list => list).ToList();
        var sales = await facts.ReadStreamsAsync(
            [.. LotFacts.SalesIn(named).Select(sale => StreamName.Sale(sale).Value)], horizon, cancellation);
        var effective = await corrections.ReadAsync([.. named, .. sales.Values.SelectMany(list => list)], horizon, cancellation);

        var numbers = await settled;
        return lots.Distinct().ToDictionary(lot => lot, lot =>
        {
            var stream = StreamName.Lot(lot).Value;
            var lotStream = own.GetValueOrDefault(stream, []);
            return LotFacts.Assemble(
                lot, lotStream, WornBy(lotStream, tagStreams),
                sale => sales.GetValueOrDefault(StreamName.Sale(sale).Value, []), effective, numbers);
        });
    }

    /// <param name="withLots">Also what is known of the lots each tag was tied on; a view of the tag alone needs them not.</param>
    public async Task<Dictionary<TagId, TagFacts>> TagsAsync(
        IReadOnlyCollection<TagId> tags, bool withLots, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await TagStreamsAsync(tags, horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        var lots = withLots ? await LotsAsync(LotsIn(streams.Values), horizon, cancellation) : [];
        return tags.Distinct().ToDictionary(tag => tag, tag =>
            TagFacts.Assemble(tag, streams.GetValueOrDefault(StreamName.Tag(tag).Value, []), lots, effective));
    }

    /// <summary>The streams of tags, and of the tags that replaced those or were replaced by them, in turn.</summary>
    public async Task<Dictionary<string, List<Fact>>> TagStreamsAsync(
        IEnumerable<TagId> tags, Horizon horizon, CancellationToken cancellation)
    {
        var streams = new Dictionary<string, List<Fact>>(StringComparer.Ordinal);
        var asked = new HashSet<TagId>();
        List<TagId> next = [.. tags.Where(asked.Add)];
        while (next.Count > 0)
        {
            var read = await facts.ReadStreamsAsync([.. next.Select(tag => StreamName.Tag(tag).Value)], horizon, cancellation);
            foreach (var (stream, list) in read) streams[stream] = list;
            next = [.. read.Values.SelectMany(LotFacts.TagsIn).Where(asked.Add)];
        }

        return streams;
    }

    // The streams of the tags a lot's own stream names, and of those that they name in turn.
    private static List<List<Fact>> WornBy(List<Fact> lotStream, Dictionary<string, List<Fact>> tagStreams)
    {
        var found = new List<List<Fact>>();
        var asked = new HashSet<TagId>();
        var next = new Queue<TagId>(LotFacts.TagsIn(lotStream).Where(asked.Add));
        while (next.TryDequeue(out var tag))
        {
            if (!tagStreams.TryGetValue(StreamName.Tag(tag).Value, out var stream)) continue;
            found.Add(stream);
            foreach (var more in LotFacts.TagsIn(stream).Where(asked.Add)) next.Enqueue(more);
        }

        return found;
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
        await AddDeliveriesToSmeltersAsync(subjects, streams, horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        var lotsOf = new Dictionary<string, Dictionary<LotReference, LotId>>(StringComparer.Ordinal);
        foreach (var (subject, stream) in withLots ? streams : [])
        {
            // Each transfer by itself: the same tag may have been on another lot when another transfer named it.
            var counted = stream.FindAll(fact => effective.IsEffective(fact.Custody));
            lotsOf[subject] = await ResolveAsync([.. TransferFacts.LotsIn(counted)], counted, horizon, cancellation);
        }

        var lots = await LotsAsync([.. lotsOf.Values.SelectMany(each => each.Values).Distinct()], horizon, cancellation);
        var scales = await ScalesAsync([.. TransferFacts.ScalesIn(lots.Values)], horizon, cancellation);
        return subjects.Distinct().ToDictionary(subject => subject, subject => TransferFacts.Assemble(
            new(subject), streams.GetValueOrDefault(subject, []),
            lotsOf.GetValueOrDefault(subject, []).ToDictionary(pair => pair.Key, pair => lots[pair.Value]), scales, effective));
    }

    /// <summary>The facts of scales' own streams that count, sorted.</summary>
    public async Task<Dictionary<ScaleId, IReadOnlyList<Fact>>> ScalesAsync(
        IReadOnlyCollection<ScaleId> scales, Horizon horizon, CancellationToken cancellation)
    {
        var streams = await facts.ReadStreamsAsync([.. scales.Select(scale => StreamName.Scale(scale).Value)], horizon, cancellation);
        var effective = await corrections.ReadAsync([.. streams.Values.SelectMany(list => list)], horizon, cancellation);
        return scales.ToDictionary(scale => scale, scale => (IReadOnlyList<Fact>)
            [.. streams.GetValueOrDefault(StreamName.Scale(scale).Value, []).Where(fact => effective.IsEffective(fact.Custody)).Order()]);
    }

    // Their own streams have no event: the smelter's tells of them.
    private async Task AddDeliveriesToSmeltersAsync(
        IReadOnlyCollection<string> subjects, Dictionary<string, List<Fact>> streams, Horizon horizon, CancellationToken cancellation)
    {
        foreach (var subject in subjects.Where(subject => new StreamName(subject).Kind is "delivery" && !streams.ContainsKey(subject)))
            if (Guid.TryParse(subject.AsSpan("delivery:".Length), out var id)
                && (await facts.ReadCustodyAsync(new(id), horizon, cancellation)).Find(fact => fact.Event is SmelterDeliveryReceived)
                    is { } received)
                streams[subject] = [received];
    }

    /// <summary>The lots that references mean; one by a tag that was on no lot is absent.</summary>
    public async Task<Dictionary<LotReference, LotId>> ResolveAsync(
        IReadOnlyCollection<LotReference> references, IReadOnlyCollection<Fact> namedIn, Horizon horizon, CancellationToken cancellation)
    {
        var lots = references.Where(reference => reference.LotId is not null)
            .ToDictionary(reference => reference, reference => reference.LotId!.Value);
        List<LotReference> byTag = [.. references.Where(reference => reference.LotId is null)];
        var streams = await TagStreamsAsync(byTag.Select(reference => reference.Tag!.Value), horizon, cancellation);
        List<Fact> all = [.. streams.Values.SelectMany(list => list)];
        var effective = await corrections.ReadAsync(all, horizon, cancellation);
        var binding = new TagBinding(
            all.Where(fact => effective.IsEffective(fact.Custody)), await SettingsAsync(horizon, cancellation));
        foreach (var reference in byTag)
        {
            var naming = namedIn.Where(fact => LotNames.In(fact).Contains(reference)).Min();
            if (naming is not null && binding.LotOn(StreamName.Tag(reference.Tag!.Value), naming) is { } lot) lots[reference] = lot;
        }

        return lots;
    }

    /// <summary>The lots that tag streams tie their tags on, corrected or not.</summary>
    public static List<LotId> LotsIn(IEnumerable<List<Fact>> tagStreams) =>
        [.. tagStreams.SelectMany(stream => stream).Select(fact => fact.Event).OfType<TagAttached>()
            .Where(attached => attached.Lot.LotId is not null).Select(attached => attached.Lot.LotId!.Value).Distinct()];
}
