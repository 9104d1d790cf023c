using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using NodaTime;

namespace Ledger.Rules.Judging;

/// <summary>A custody event that reached a ledger, and when it was recorded.</summary>
public sealed record Arrival(CustodyEvent Record, Instant RecordedAt);

/// <summary>
/// All that a ledger was told, in memory: its streams as the service captures them, each custody event once, and what no stream holds,
/// put together by subject as the service's loaders do.
/// </summary>
public sealed partial class RecordBook
{
    private readonly List<Fact> _facts = [];
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<CustodyEventId> _known = [];
    private readonly Dictionary<CustodyEventId, GeoPosition> _positions = [];
    private readonly ILookup<string, Fact> _keyed;
    private readonly ILookup<CustodyEventId, Fact> _byRecord;
    private readonly RegisterBook _register;

    /// <param name="arrivals">In the order in which they were recorded.</param>
    /// <param name="register">What guarded commands came to, and when.</param>
    /// <param name="settings">The numbers rules go by.</param>
    public RecordBook(IEnumerable<Arrival> arrivals, IEnumerable<(GuardedLedgerEvent Event, Instant At)> register, RuleSettings settings)
    {
        foreach (var (record, recordedAt) in arrivals) Capture(record, recordedAt);
        _register = new(register);
        Facts = new(_facts, settings, _versions.Keys.ToHashSet(StringComparer.Ordinal));
        _keyed = _facts.SelectMany(fact => FactKeys.Of(fact).Select(subject => (subject, fact)))
            .ToLookup(pair => pair.subject, pair => pair.fact, StringComparer.Ordinal);
        _byRecord = _facts.ToLookup(fact => fact.Custody);
        Lots = [.. Keys("lot").Select(key => Facts.Lot(new(key)))];
        SiteFacts = Lots.SelectMany(SiteFact.Of).ToLookup(row => row.Site);
    }

    /// <summary>Lots, tags, runs and transfers.</summary>
    public FactBook Facts { get; }

    /// <summary>Every lot that has a stream.</summary>
    public IReadOnlyList<LotFacts> Lots { get; }

    /// <summary>Every run that has a stream.</summary>
    public IEnumerable<RunId> Runs => Keys("run").Select(key => new RunId(key));

    /// <summary>Every tag that has a stream.</summary>
    public IEnumerable<TagId> Tags => Keys("tag").Select(TagId.TryParse).OfType<TagId>();

    /// <summary>Streams of sales, deliveries and movements, and of deliveries that a smelter's stream tells.</summary>
    public IEnumerable<string> Transfers =>
        _versions.Keys.Where(stream => new StreamName(stream).Kind is "sale" or "delivery" or "movement").Concat(ToSmelters.Keys);

    /// <summary>Every record that somebody corrected.</summary>
    public IEnumerable<CustodyEventId> CorrectedRecords =>
        _versions.Keys.Select(CorrectionFacts.IdOf).OfType<CustodyEventId>();

    /// <summary>Every site in every month in which something was bagged or tagged there.</summary>
    public IEnumerable<SiteMonth> SiteMonths => Lots.SelectMany(SiteMonth.Of).Distinct();

    /// <summary>Every mineral in every month in which it was bagged.</summary>
    public IEnumerable<MineralMonth> MineralMonths => Lots.SelectMany(MineralMonth.Of).Distinct();

    /// <summary>Every site at which anything was bagged.</summary>
    public IEnumerable<SiteId> Sites => SiteFacts.Select(rows => rows.Key);

    /// <summary>Subjects that <see cref="FactKeys"/> names, of one kind: its prefix.</summary>
    public IEnumerable<string> KeyedSubjects(string kind) =>
        _keyed.Select(group => group.Key).Where(subject => subject.StartsWith(kind, StringComparison.Ordinal));

    /// <summary>When a custody event was recorded.</summary>
    public Instant? RecordedAt(CustodyEventId record) => _byRecord[record].FirstOrDefault()?.RecordedAt;

    private ILookup<SiteId, SiteFact> SiteFacts { get; }

    /// <summary>Every mineral in every month in which it was taken in from somebody.</summary>
    public IEnumerable<SupplyMonth> SupplyMonths => Lots.SelectMany(SupplyMonth.Of).Distinct();

    private ILookup<Mineral, SupplyFact> Supplied => field ??= Lots.SelectMany(SupplyFact.Of).ToLookup(receipt => receipt.Mineral);

    /// <summary>Every party in every year in which, or in the year before which, it took in anything.</summary>
    public IEnumerable<string> ReceiptHistories => Lots.SelectMany(ReceiptHistoryFacts.SubjectsOf).Distinct();

    private ILookup<PartyId, WeighedTwice> WeighedTwice =>
        field ??= Lots.SelectMany(Ledger.Rules.Facts.WeighedTwice.Of).ToLookup(lot => lot.Receiver);

    /// <summary>Every year that <see cref="RunMonths"/> looks at.</summary>
    public IEnumerable<int> RunYears => KeyedSubjects(RunMonthsFacts.Kind).Select(RunMonthsFacts.YearOf).OfType<int>();

    private IReadOnlyList<RunMass> RunMasses => field ??= [.. Runs.Select(Facts.Run).Select(RunMass.Of).OfType<RunMass>()];

    /// <summary>Every month in which anything was recorded on a device.</summary>
    public IEnumerable<YearMonth> AgentMonths => KeyedSubjects(FactKeys.AgentRecords).Select(AgentMonthFacts.SubjectOf).Distinct()
        .Select(subject => AgentMonthFacts.MonthOf(subject)!.Value);

    private IReadOnlyDictionary<string, Fact> ToSmelters => field ??= _facts.Where(fact => fact.Event is SmelterDeliveryReceived)
        .ToDictionary(fact => StreamName.Delivery(fact.Custody).Value, StringComparer.Ordinal);

    private ILookup<Mineral, SiteProduction> Productions => field ??= SiteFacts.SelectMany(rows => rows)
        .Where(row => row is { Mineral: not null, Kg: not null }).GroupBy(row => (Mineral: row.Mineral!.Value, row.Site, row.Month))
        .ToLookup(bags => bags.Key.Mineral, bags => new SiteProduction(
            bags.Key.Site, bags.Key.Month, new(bags.Sum(row => row.Kg!.Value.Grams)), bags.Max(row => row.Kg!.Value),
            bags.Max(row => row.Begun)));

    private IReadOnlyDictionary<long, Fact> BySequence => field ??= _facts.ToDictionary(fact => fact.Sequence);

    // One graph of everything, traced once: what lies beside a lot changes none of its shares.
    private CompositionGraph Graph => field ??= CompositionGraph.AboveAll(Lots.Select(lot => lot.Lot), Facts);

    private ProvenanceTrace Provenance => field ??= ProvenanceTrace.Of(Graph);

    private IReadOnlyList<IReadOnlyList<RunId>> Cycles => field ??= Ledger.Rules.Provenance.Cycle.All(Graph);

    private IEnumerable<string> Keys(string kind) => _versions.Keys
        .Where(stream => stream.Length > kind.Length && stream[kind.Length] == ':' && stream.StartsWith(kind, StringComparison.Ordinal))
        .Select(stream => stream[(kind.Length + 1)..]);

    private void Capture(CustodyEvent record, Instant recordedAt)
    {
        var envelope = record.Envelope;
        if (!_known.Add(envelope.Id)) return;
        if (envelope.Place?.Position is { } position) _positions[envelope.Id] = position;
        foreach (var (ordinal, captured) in record.Capture().Index())
        {
            var version = _versions[captured.Stream.Value] = _versions.GetValueOrDefault(captured.Stream.Value) + 1;
            _facts.Add(new(
                _facts.Count + 1, recordedAt, captured.Stream, version, EventTypes.NameOf(captured.Event),
                (CustodyLedgerEvent)captured.Event, envelope.Headers(ordinal)));
        }

        if (record is ICarriesReplacement { Replacement: { } replacement }) Capture(replacement, recordedAt);
    }
}
