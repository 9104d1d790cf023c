using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>
/// What a ledger has in its streams after those papers arrived, put together by subject: captured as the service captures, each id
/// once, a replacement in the append of its correction.
/// </summary>
public sealed partial class Book
{
    private static readonly Duration ArrivesWithin = Duration.FromDays(150);
    private readonly Dictionary<StreamName, List<Fact>> _streams = [];
    private readonly HashSet<CustodyEventId> _known = [];
    private readonly Dictionary<CustodyEventId, GeoPosition> _positions = [];
    private readonly IReadOnlyList<(GuardedLedgerEvent Event, Instant At)> _register;
    private readonly ILookup<string, Fact> _keyed;
    private Instant _recordedAt = Instant.FromUtc(2026, 6, 1, 0, 0);
    private long _sequence;

    public Book(
        IEnumerable<Paper> arrival, IReadOnlyList<(GuardedLedgerEvent Event, Instant At)>? register = null, Random? random = null)
    {
        _register = register ?? [];
        IReadOnlyList<Paper> papers = [.. arrival];
        // However many there are, the last is old news by Judged.LongAfter: a finding is provisional only while its evidence is new.
        var longestWait = ArrivesWithin / Math.Max(1, papers.Count);
        foreach (var paper in papers)
        {
            _recordedAt += Duration.FromMinutes(1) + (longestWait * (random?.NextDouble() ?? 0));
            Capture(paper.Read(), paper.ByProgramme);
        }

        var facts = _streams.Values.SelectMany(stream => stream).ToList();
        var recorders = facts.DistinctBy(fact => fact.Custody).ToDictionary(fact => fact.Custody, fact => fact.RecordedBy);
        _keyed = facts.SelectMany(fact => FactKeys.Of(fact).Select(subject => (subject, fact)))
            .ToLookup(pair => pair.subject, pair => pair.fact);
        Effectiveness = new(
            [.. facts.Where(fact => fact.Event is EventCorrected)
                .Select(fact => Ledger.Rules.Facts.Correction.Of(fact, (EventCorrected)fact.Event))],
            id => recorders.TryGetValue(id, out var party) ? party : null);
    }

    public Effectiveness Effectiveness { get; }

    /// <summary>The numbers rules and views go by.</summary>
    public RuleSettings Settings { get; init; } = RuleSettings.Default;

    public IEnumerable<StreamName> Subjects => _streams.Keys.Concat(Periods().Select(subject => new StreamName(subject)))
        .Concat(_streams.Where(stream => stream.Key.Kind is "smelter").SelectMany(stream => stream.Value)
            .Select(fact => StreamName.Delivery(fact.Custody)))
        .OrderBy(stream => stream.Value, StringComparer.Ordinal);

    /// <summary>The same as rules and provenance read it.</summary>
    public FactBook Facts() => new(
        _streams.Values.SelectMany(stream => stream), Settings, _streams.Keys.Select(stream => stream.Value).ToHashSet());

    public IReadOnlyList<Fact> Stream(StreamName name) => _streams.GetValueOrDefault(name, []);

    public LotFacts Lot(string id)
    {
        var stream = Stream(StreamName.Lot(new(id)));
        return LotFacts.Assemble(
            new(id), stream, TagStreams(LotFacts.TagsIn(stream)),
            sale => Stream(StreamName.Sale(sale)), Effectiveness, Settings);
    }

    public TagFacts Tag(string number) => Tag(new TagId("RW", TagKind.Mine, number));

    public TagFacts Tag(TagId tag)
    {
        var lots = Binding([tag]).Lots.ToDictionary(lot => lot, lot => Lot(lot.Value));
        var facts = TagFacts.Assemble(tag, Stream(StreamName.Tag(tag)), lots, Effectiveness);
        var ranges = _register.Select(each => RegisteredTags.Of(each.Event, each.At)).OfType<RegisteredTags>()
            .Where(range => range.Site is not { } site || facts.Sites.Contains(site) || range.Tags.Contains(tag)).ToList();
        return facts with
        {
            Register = TagRegister.Of(tag, ranges),
            UnusedNeighbours = [.. TagNeighbours.Of(tag).Where(near => !IsUsed(near) && ranges.Exists(range =>
                range.Tags.Contains(near) && range.Site is { } site && facts.Sites.Contains(site)))],
        };
    }

    private bool IsUsed(TagId tag) => Stream(StreamName.Tag(tag)).Any(fact => Effectiveness.IsEffective(fact.Custody));

    public RunFacts Run(string id) => RunFacts.Assemble(new(id), Stream(StreamName.Run(new(id))), Effectiveness);

    public TransferFacts Transfer(StreamName subject)
    {
        IReadOnlyList<Fact> stream = [.. Stream(subject), .. DeliveryToSmelter(subject)];
        var lots = new Dictionary<LotReference, LotFacts>();
        // One reference means one lot in a transfer: the one that wore the tag when it was first named there.
        foreach (var fact in stream.Order())
            foreach (var reference in TransferFacts.LotsIn([fact]).Where(reference => !lots.ContainsKey(reference)))
                if ((reference.LotId ?? Binding([reference.Tag!.Value]).LotOn(StreamName.Tag(reference.Tag.Value), fact)) is { } lot)
                    lots[reference] = Lot(lot.Value);
        return TransferFacts.Assemble(
            subject, stream, lots, TransferFacts.ScalesIn(lots.Values).ToDictionary(scale => scale, Scale), Effectiveness);
    }

    private IReadOnlyList<Fact> Scale(ScaleId scale) =>
        [.. Stream(StreamName.Scale(scale)).Where(fact => Effectiveness.IsEffective(fact.Custody)).Order()];

    // What a smelter took in is a delivery of its own, told in the smelter's stream.
    private IReadOnlyList<Fact> DeliveryToSmelter(StreamName subject) => subject.Kind is "delivery" && Stream(subject).Count == 0
        ? [.. _streams.Where(stream => stream.Key.Kind is "smelter").SelectMany(stream => stream.Value)
            .Where(fact => StreamName.Delivery(fact.Custody) == subject)] : [];

    public TransferFacts Sale(string id) => Transfer(StreamName.Sale(new(id)));

    public TransferFacts Delivery(CustodyEventId id) => Transfer(StreamName.Delivery(id));

    public TransferFacts Movement(string id) => Transfer(StreamName.Movement(new(id)));

    public TagBinding Binding(IEnumerable<TagId> tags) =>
        new(TagStreams(tags).SelectMany(stream => stream).Where(fact => Effectiveness.IsEffective(fact.Custody)), Settings);

    // The streams of those tags, and of the tags their streams name in turn.
    private List<IReadOnlyList<Fact>> TagStreams(IEnumerable<TagId> tags)
    {
        var seen = new HashSet<TagId>();
        var next = new Queue<TagId>(tags);
        var streams = new List<IReadOnlyList<Fact>>();
        while (next.TryDequeue(out var tag))
        {
            if (!seen.Add(tag)) continue;
            var stream = Stream(StreamName.Tag(tag));
            streams.Add(stream);
            foreach (var named in LotFacts.TagsIn(stream)) next.Enqueue(named);
        }

        return streams;
    }

    private void Capture(CustodyEvent custodyEvent, bool byProgramme)
    {
        if (!_known.Add(custodyEvent.Envelope.Id)) return;
        if (custodyEvent.Envelope.Place?.Position is { } position) _positions[custodyEvent.Envelope.Id] = position;
        foreach (var (ordinal, captured) in custodyEvent.Capture().Index())
        {
            if (!_streams.TryGetValue(captured.Stream, out var stream)) _streams[captured.Stream] = stream = [];
            var headers = custodyEvent.Envelope.Headers(ordinal) with { ByProgramme = byProgramme ? true : null };
            // Through storage's JSON and back, as the facts of the running service come.
            var name = EventTypes.NameOf(captured.Event);
            var stored = (CustodyLedgerEvent)EventTypes.Deserialize(name, EventTypes.Serialize(captured.Event));
            stream.Add(new(++_sequence, _recordedAt, captured.Stream, stream.Count + 1, name, stored, headers));
        }

        if (custodyEvent is ICarriesReplacement { Replacement: { } replacement }) Capture(replacement, byProgramme);
    }
}
