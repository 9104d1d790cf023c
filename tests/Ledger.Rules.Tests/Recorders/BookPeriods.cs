using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Rules;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>What is looked at together that no stream holds, put together the slow way.</summary>
public sealed partial class Book
{
    private IEnumerable<LotFacts> Lots => field ??=
        [.. _streams.Keys.Where(stream => stream.Kind is "lot").Select(stream => Lot(stream.Value[4..]))];

    private IEnumerable<RunId> Runs => _streams.Keys.Where(stream => stream.Kind is "run").Select(stream => new RunId(stream.Value[4..]));

    private ILookup<SiteId, SiteFact> SiteFacts => field ??= Lots.SelectMany(SiteFact.Of).ToLookup(row => row.Site);

    public SiteMonthFacts SiteMonth(SiteMonth month)
    {
        var rows = SiteFacts[month.Site].ToLookup(row => row.Month);
        var allowances = Allowances(month.Site).ToList();
        var facts = new SiteMonthFacts(month, [.. rows[month.Month].Select(row => BySequence[row.Sequence]).Order()], Register(month.Site))
        {
            Allowances = allowances,
            TagsUsedBefore = rows.Where(group => group.Key < month.Month && allowances.Count > 0
                    && group.Key >= TagsBeyondAllowance.FirstMonth(allowances))
                .SelectMany(group => group).Select(row => row.Tag).OfType<TagId>().Distinct().Count(),
            EarlierLags = [.. rows.Where(group => group.Key < month.Month && group.Key >= month.Month.PlusMonths(-6))
                .SelectMany(group => group).Select(row => row.Lag).OfType<Duration>()],
            Positions = _positions,
        };
        facts = facts with
        {
            Suspensions = [.. facts.SuspensionStreams().SelectMany(Stream).Where(fact => Effectiveness.IsEffective(fact.Custody)).Order()],
        };
        return facts with { Lots = SiteNotAllowed.Suspects(facts).ToDictionary(lot => lot, lot => Lot(lot.Value)) };
    }

    public DeviceFacts Device(string subject) => Keyed(subject, (facts, corrected) => new DeviceFacts(subject, facts, corrected)
    {
        Sites = DeviceFacts.SitesIn(facts).ToDictionary(site => site, Register),
    });

    public SheetFacts Sheets(string subject) => Keyed(subject, (facts, corrected) => new SheetFacts(subject, facts, corrected));

    public HolderMonthFacts HolderMonth(string subject) =>
        Keyed(subject, (facts, corrected) => new HolderMonthFacts(subject, facts, corrected));

    public HolderBalanceFacts HolderBalance(string subject) => Keyed(subject, (facts, corrected) => new HolderBalanceFacts(
        subject, facts, corrected, [.. HolderBalanceFacts.RunsIn(facts).Select(run => Run(run.Value))])
    {
        Heaps = Lots.Where(lot => lot.Facts.Any(fact => fact.Event is LotProduced or LotCounted)).ToDictionary(lot => lot.Lot),
    });

    public PairMonthFacts PairMonth(string subject) => Keyed(subject, (facts, corrected) => new PairMonthFacts(
        subject, facts, corrected, [.. Lots.Where(lot => facts.Intersect(lot.Facts).Any())]));

    public ScaleMonthFacts ScaleMonth(string subject) => Keyed(subject, (facts, corrected) => new ScaleMonthFacts(
        subject, facts, corrected, Scale(ScaleMonthFacts.ScaleOf(subject))));

    private T Keyed<T>(string subject, Func<IReadOnlyList<Fact>, IReadOnlyList<Fact>, T> make)
    {
        var counted = _keyed[subject].ToLookup(fact => Effectiveness.IsEffective(fact.Custody));
        return make([.. counted[true].Order()], [.. counted[false].Order()]);
    }

    private SiteRegister Register(SiteId site) => SiteRegister.Of(_register.Any(each => each.Event is SiteRegistered), SiteStreams[site]);

    private ILookup<SiteId?, (LedgerEvent Event, Instant At)> SiteStreams => field ??=
        _register.ToLookup(each => SiteOf(each.Event), each => ((LedgerEvent)each.Event, each.At));

    private static SiteId? SiteOf(LedgerEvent entered) => entered switch
    {
        SiteRegistered registered => registered.Site,
        SiteChanged changed => changed.Site,
        SiteStatusDetermined determined => determined.Site,
        _ => null,
    };

    private IEnumerable<TagAllowance> Allowances(SiteId site) =>
        from review in _register
        where review.Event is TagRequestReviewed { Verdict: Verdict.Approved }
        let reviewed = (TagRequestReviewed)review.Event
        from asked in _register
        where asked.Event is TagsRequested request && request.RequestId == reviewed.RequestId && request.Site == site
        select new TagAllowance(reviewed.Allowance, TagAllowance.SinceOf(reviewed, review.At));

    public TagStockFacts TagStock(string subject)
    {
        var (site, series, kind) = TagStockFacts.PartsOf(subject);
        var stock = Keyed(subject, (facts, corrected) => new TagStockFacts(subject, facts, corrected, [], []));
        List<RegisteredTags> assigned = [.. _register.Select(each => RegisteredTags.Of(each.Event, each.At)).OfType<RegisteredTags>()
            .Where(range => range.Site == site && range.Tags.Series == series && range.Tags.Kind == kind)];
        var by = TagStockFacts.LastCount(stock.Facts)?.Interval.End;
        return stock with
        {
            Assigned = assigned,
            FirstUses = [.. SiteFacts.SelectMany(rows => rows).Where(row => row.Begun < by && row.Tag is not null)
                .GroupBy(row => row.Tag!.Value, row => row.Begun)
                .Where(uses => assigned.Exists(range => range.Since < by && range.Tags.Contains(uses.Key)))
                .Select(uses => uses.Min())],
        };
    }

    public CorrectionFacts Correction(CustodyEventId id)
    {
        var facts = new CorrectionFacts(
            id, [.. BySequence.Values.Where(fact => fact.Custody == id).Order()], [.. Stream(StreamName.CustodyEvent(id)).Order()], [],
            Effectiveness);
        return facts with { Lots = [.. Lots.Where(facts.IsOf)] };
    }

    public CycleFacts Cycle(RunId run) => new(run, [.. Ledger.Rules.Provenance.Cycle.With(run, Graph).Select(each => Run(each.Value))]);

    public OriginFacts Origin(LotId id)
    {
        var lot = Lot(id.Value);
        return OriginFacts.Of(
            lot, Graph.Lots.TryGetValue(id, out var node) ? ProvenanceView.Of(id, node.MassKg, Graph).Sites : [],
            site => Register(site).Country);
    }

    public SiteAreasFacts SiteAreas(SiteId site)
    {
        var areas = _register.Select(each => each.Event).GroupBy(entered => entered switch
        {
            AreaProtected area => area.Area,
            AreaOutlined stretch => stretch.Area,
            AreaProtectionEnded ended => ended.Area,
            _ => (AreaId?)null,
        });
        var bags = SiteFacts[site].Where(row => row.Tag is null).Select(row => BySequence[row.Sequence]).ToList();
        return new(site, [.. SiteAreasFacts.StaysOf(
            Register(site), areas.Where(area => area.Key is not null).SelectMany(area => ProtectedSpan.Of([.. area])), Settings)
            .Select(stay => stay with { FirstBag = bags.Where(bag => stay.Span.Contains(bag.Interval.Start)).Min() })]);
    }

    public MineralMonthFacts MineralMonth(MineralMonth month, LocalDate asOf)
    {
        var rows = SiteFacts.SelectMany(each => each).Where(row => row.Mineral == month.Mineral && row.Kg is not null
            && row.Month <= month.Month && row.Month >= month.Month.PlusMonths(-24) && Register(row.Site).IsKnown).ToList();
        var facts = new MineralMonthFacts(
            month, rows.Select(row => row.Site).Distinct().ToDictionary(site => site, Producing),
            [.. rows.GroupBy(row => (row.Site, row.Month)).Select(bags => new SiteProduction(
                bags.Key.Site, bags.Key.Month, new(bags.Sum(row => row.Kg!.Value.Grams)), bags.Max(row => row.Kg!.Value),
                bags.Max(row => row.Begun)))])
        {
            Stops = MineralMonthFacts.StopsIn(rows.Select(row => row.Site).Distinct()
                .SelectMany(site => Stream(StreamName.Suspension(new(site, null, null, null))))
                .Where(fact => Effectiveness.IsEffective(fact.Custody))),
        };
        return facts with
        {
            Bags = ProductionAboveUsual.Suspects(facts, Settings, asOf).Union(NeighbourSurges.Suspects(facts, Settings, asOf))
                .ToDictionary(site => site, IReadOnlyList<Fact> (site) => [.. rows
                    .Where(row => row.Site == site && row.Month == month.Month).Select(row => BySequence[row.Sequence]).Order()]),
        };
    }

    public SupplyMonthFacts SupplyMonth(SupplyMonth month)
    {
        var rows = Lots.SelectMany(SupplyFact.Of).Where(row => row.Mineral == month.Mineral
            && row.Month <= month.Month && row.Month >= month.Month.PlusMonths(-24)).ToList();
        return new(month, [.. rows.GroupBy(row => (row.Supplier, row.Month)).Select(receipts => new Supply(
            receipts.Key.Supplier, receipts.Key.Month, new(receipts.Sum(row => row.Kg.Grams)),
            receipts.Select(row => row.Delivery).ToHashSet().Count, receipts.Max(row => row.Begun)))])
        {
            Receipts = rows.Select(row => row.Supplier).Distinct().ToDictionary(supplier => supplier, IReadOnlyList<Fact> (supplier) =>
                [.. rows.Where(row => row.Supplier == supplier && row.Month == month.Month)
                    .Select(row => BySequence[row.Sequence]).Order()]),
        };
    }

    public ReceiptHistoryFacts ReceiptHistory(string subject)
    {
        var rows = Lots.SelectMany(WeighedTwice.Of).Where(row => row.Receiver == ReceiptHistoryFacts.ReceiverOf(subject)
            && row.Received.At.InUtc().Year - ReceiptHistoryFacts.YearOf(subject) is -1 or 0).ToList();
        return new(subject, rows, rows.SelectMany(row => row.Scales).Distinct().ToDictionary(scale => scale, Scale))
        {
            Evidence = BySequence,
        };
    }

    public RunMonthsFacts RunMonths(int year)
    {
        var runs = Runs.Select(run => Run(run.Value)).ToDictionary(run => run.Run);
        return new(year, [.. runs.Values.Select(RunMass.Of).OfType<RunMass>().Where(run => year - run.Month.Year is 0 or 1)])
        {
            Evidence = runs,
        };
    }

    public AgentMonthFacts AgentMonth(YearMonth month)
    {
        var recorded = BySequence.Values.Where(fact => fact.Headers is { Ordinal: null or 0, DeviceId: not null }
            && fact.Event.When.EventTime.Date.ToYearMonth() == month).ToList();
        return new(month, [.. recorded.GroupBy(fact => (fact.RecordedBy, fact.Headers.DeviceId))
            .OrderBy(agent => agent.Key.RecordedBy.Value, StringComparer.Ordinal)
            .ThenBy(agent => agent.Key.DeviceId, StringComparer.Ordinal)
            .Select(agent => new AgentMonth(agent.Key.RecordedBy, agent.Key.DeviceId!, agent.Count(),
                [.. agent.Where(fact => fact.Event is EventCorrected).Order()]))]);
    }

    private ProducingSite Producing(SiteId site)
    {
        var says = Register(site).Descriptions[^1].Description;
        return new(site, says.Country, says.Area, new(says.Lat, says.Lon, null),
            [.. _register.Select(each => each.Event).OfType<SiteBaselineApproved>().Where(approved => approved.Site == site)]);
    }

    private IEnumerable<string> Periods() => Lots.SelectMany(Ledger.Rules.Facts.SiteMonth.Of).Distinct().Select(month => month.Subject)
        .Concat(Lots.SelectMany(Ledger.Rules.Facts.MineralMonth.Of).Distinct().Select(month => month.Subject))
        .Concat(Lots.SelectMany(Ledger.Rules.Facts.SupplyMonth.Of).Distinct().Select(month => month.Subject))
        .Concat(Lots.SelectMany(ReceiptHistoryFacts.SubjectsOf).Distinct())
        .Concat(BySequence.Values.Where(fact => fact.Headers.DeviceId is not null)
            .Select(fact => AgentMonthFacts.SubjectOf(fact.Event.When.EventTime.Date.ToYearMonth())).Distinct())
        .Concat(SiteFacts.Select(rows => SiteAreasFacts.SubjectOf(rows.Key)))
        .Concat(_keyed.Select(subject => subject.Key))
        .Concat(Runs.Select(CycleFacts.SubjectOf))
        .Concat(Lots.Where(lot => lot.Of<LotCertified>().Any()).Select(lot => OriginFacts.SubjectOf(lot.Lot)));

    private CompositionGraph Graph => field ??= MakeGraph();

    private Dictionary<long, Fact> BySequence => field ??= _streams.Values.SelectMany(stream => stream).ToDictionary(fact => fact.Sequence);

    private CompositionGraph MakeGraph()
    {
        var graph = new CompositionGraph();
        var parts = Lots.SelectMany(LotRun.Of).ToList();
        foreach (var lot in Lots)
            if (LotView.Of(lot) is { } view)
                graph.Add(lot.Lot, CompositionGraph.LotNode.Of(view, parts.Where(part => part.Lot == lot.Lot)));
        foreach (var run in parts.Where(part => part.IsOutput).Select(part => part.Run).Distinct()
            .Where(run => Consignment.LotOf(run) is not null))
            graph.Add(run, Consignment.NodeOf(Lot(Consignment.LotOf(run)!.Value.Value), Lots.Where(lot =>
                parts.Exists(part => part.Lot == lot.Lot && part.Run == run && !part.IsOutput))));
        foreach (var run in Runs)
            if (RunView.Of(Run(run.Value)) is not null)
                graph.Add(run, new([.. parts.Where(part => !part.IsOutput && part.Run == run)
                    .Select(part => new CompositionGraph.RunShare(part.Lot, part.NetKg, part.MetalKg?.Kg))]));
        return graph;
    }
}
