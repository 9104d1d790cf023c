using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Facts;

/// <summary>
/// A set of streams in memory, put together by subject as the service puts them together from its database: what a dossier's maker and
/// its verifier both judge on.
/// </summary>
public sealed class FactBook
{
    private readonly Dictionary<string, List<Fact>> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<LotId, LotFacts> _lots = [];

    /// <param name="facts">Whole streams, and single facts beside them that tell who recorded what was corrected.</param>
    /// <param name="settings">The numbers rules and views go by.</param>
    /// <param name="wholeStreams">The streams that are whole; the other facts are not judged on.</param>
    public FactBook(IEnumerable<Fact> facts, RuleSettings settings, IReadOnlySet<string> wholeStreams)
    {
        Settings = settings;
        var recorders = new Dictionary<CustodyEventId, PartyId>();
        var corrections = new List<Correction>();
        foreach (var fact in facts)
        {
            recorders[fact.Custody] = fact.RecordedBy;
            if (!wholeStreams.Contains(fact.Stream.Value)) continue;
            if (!_streams.TryGetValue(fact.Stream.Value, out var stream)) _streams[fact.Stream.Value] = stream = [];
            stream.Add(fact);
            if (fact.Event is EventCorrected corrected) corrections.Add(Correction.Of(fact, corrected));
        }

        Effectiveness = new(corrections, id => recorders.TryGetValue(id, out var party) ? party : null);
    }

    public RuleSettings Settings { get; }

    public Effectiveness Effectiveness { get; }

    public IEnumerable<string> Streams => _streams.Keys;

    public bool Has(string stream) => _streams.ContainsKey(stream);

    public IReadOnlyList<Fact> Stream(string stream) => _streams.GetValueOrDefault(stream, []);

    public LotFacts Lot(LotId lot)
    {
        if (_lots.TryGetValue(lot, out var known)) return known;
        var stream = Stream(StreamName.Lot(lot).Value);
        return _lots[lot] = LotFacts.Assemble(
            lot, stream, TagStreamsOf(lot), sale => Stream(StreamName.Sale(sale).Value), Effectiveness, Settings);
    }

    /// <summary>The sales a lot may be part of: what is recorded of title to a whole sale is about each of its lots.</summary>
    public IEnumerable<string> SalesOf(LotId lot) =>
        LotFacts.SalesIn(Stream(StreamName.Lot(lot).Value).Concat(TagStreamsOf(lot).SelectMany(stream => stream)))
            .Select(sale => StreamName.Sale(sale).Value);

    public TagFacts Tag(TagId tag) => TagFacts.Assemble(
        tag, Stream(StreamName.Tag(tag).Value), LotsTiedWith([tag]).ToDictionary(lot => lot, Lot), Effectiveness);

    public RunFacts Run(RunId run) => RunFacts.Assemble(run, Stream(StreamName.Run(run).Value), Effectiveness);

    public TransferFacts Transfer(string subject) => Transfer(subject, Stream(subject));

    /// <summary>The same of a transfer that has no stream of its own.</summary>
    internal TransferFacts Transfer(string subject, IReadOnlyList<Fact> stream)
    {
        var counted = stream.Where(fact => Effectiveness.IsEffective(fact.Custody)).ToList();
        var lots = Resolve([.. TransferFacts.LotsIn(counted)], counted);
        var known = lots.ToDictionary(pair => pair.Key, pair => Lot(pair.Value));
        var scales = TransferFacts.ScalesIn(known.Values).ToDictionary(scale => scale, Scale);
        return TransferFacts.Assemble(new(subject), stream, known, scales, Effectiveness);
    }

    private IReadOnlyList<Fact> Scale(ScaleId scale) =>
        [.. Stream(StreamName.Scale(scale).Value).Where(fact => Effectiveness.IsEffective(fact.Custody)).Order()];

    /// <summary>The lots that references mean; one by a tag that was on no lot is absent.</summary>
    public Dictionary<LotReference, LotId> Resolve(IReadOnlyCollection<LotReference> references, IReadOnlyCollection<Fact> namedIn)
    {
        var lots = references.Where(reference => reference.LotId is not null)
            .ToDictionary(reference => reference, reference => reference.LotId!.Value);
        List<LotReference> byTag = [.. references.Where(reference => reference.LotId is null)];
        var binding = new TagBinding(
            TagsInTurn(byTag.Select(reference => reference.Tag!.Value)).SelectMany(tag => Stream(StreamName.Tag(tag).Value))
                .Where(fact => Effectiveness.IsEffective(fact.Custody)), Settings);
        var first = new Dictionary<LotReference, Fact>();
        foreach (var fact in namedIn.Order())
            foreach (var reference in LotNames.In(fact)) first.TryAdd(reference, fact);
        foreach (var reference in byTag)
            if (first.TryGetValue(reference, out var naming)
                && binding.LotOn(StreamName.Tag(reference.Tag!.Value), naming) is { } lot)
                lots[reference] = lot;
        return lots;
    }

    /// <summary>These tags, and those their streams name, in turn.</summary>
    public IReadOnlyCollection<TagId> TagsInTurn(IEnumerable<TagId> tags)
    {
        var found = new HashSet<TagId>();
        var next = new Queue<TagId>(tags.Where(found.Add));
        while (next.TryDequeue(out var tag))
            foreach (var more in LotFacts.TagsIn(Stream(StreamName.Tag(tag).Value)).Where(found.Add)) next.Enqueue(more);
        return found;
    }

    private IEnumerable<IReadOnlyList<Fact>> TagStreamsOf(LotId lot) =>
        TagsInTurn(LotFacts.TagsIn(Stream(StreamName.Lot(lot).Value))).Select(tag => Stream(StreamName.Tag(tag).Value));

    /// <summary>The lots that these tags, and those their streams name, were ever tied on, by the lots' ids.</summary>
    public IReadOnlyList<LotId> LotsTiedWith(IEnumerable<TagId> tags) =>
        [.. TagsInTurn(tags).SelectMany(tag => Stream(StreamName.Tag(tag).Value)).Select(fact => fact.Event).OfType<TagAttached>()
            .Select(attached => attached.Lot.LotId).OfType<LotId>().Distinct()];
}
