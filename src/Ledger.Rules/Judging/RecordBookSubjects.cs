using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using Ledger.Rules.Rules;
using NodaTime;

namespace Ledger.Rules.Judging;

/// <summary>Subjects that no stream holds, and tags with the register around them.</summary>
public sealed partial class RecordBook
{
    public TagFacts Tag(TagId id)
    {
        var tag = Facts.Tag(id);
        var ranges = _register.Around(tag);
        tag = tag with { Register = TagRegister.Of(id, ranges) };
        if (!RuleBook.Tag.Any(rule => rule.Evaluate(tag, Facts.Settings, LocalDate.MinIsoValue).Any())) return tag;
        return tag with
        {
            UnusedNeighbours = [.. TagNeighbours.Of(id).Where(near => !IsUsed(near) && ranges.Any(range =>
                range.Tags.Contains(near) && range.Site is { } site && tag.Sites.Contains(site)))],
        };
    }

    public SiteMonthFacts SiteMonthOf(SiteMonth siteMonth)
    {
        var (site, month) = siteMonth;
        var allowances = _register.Allowances(site);
        var facts = new SiteMonthFacts(
            siteMonth, [.. SiteFacts[site].Where(row => row.Month == month).Select(row => BySequence[row.Sequence]).Distinct().Order()],
            _register.Site(site))
        {
            Allowances = allowances,
            TagsUsedBefore = allowances.Count == 0 ? 0 : SiteFacts[site]
                .Where(row => row.Month < month && row.Month >= TagsBeyondAllowance.FirstMonth(allowances))
                .Select(row => row.Tag).OfType<TagId>().Distinct().Count(),
            EarlierLags = [.. SiteFacts[site].Where(row => row.Month < month && row.Month >= month.PlusMonths(-SiteMonthFacts.LagMonths))
                .Select(row => row.Lag).OfType<Duration>()],
            Positions = _positions,
        };
        facts = facts with { Suspensions = [.. facts.SuspensionStreams().SelectMany(stream => Counted(stream.Value)).Order()] };
        return facts with { Lots = SiteNotAllowed.Suspects(facts).ToDictionary(lot => lot, Facts.Lot) };
    }

    public TransferFacts Transfer(string subject) =>
        ToSmelters.TryGetValue(subject, out var delivery) ? Facts.Transfer(subject, [delivery]) : Facts.Transfer(subject);

    public MineralMonthFacts MineralMonthOf(MineralMonth month)
    {
        List<SiteProduction> productions = [.. Productions[month.Mineral].Where(each =>
            each.Month <= month.Month && each.Month >= month.Month.PlusMonths(-MineralMonth.History))];
        var sites = productions.Select(each => each.Site).Distinct().Select(_register.Producing).OfType<ProducingSite>()
            .ToDictionary(site => site.Site);
        return new(month, sites, [.. productions.Where(each => sites.ContainsKey(each.Site))])
        {
            Stops = MineralMonthFacts.StopsIn(sites.Keys.SelectMany(site =>
                Counted(StreamName.Suspension(new(site, null, null, null)).Value))),
            Bags = sites.Keys.ToDictionary(site => site, IReadOnlyList<Fact> (site) => [.. SiteFacts[site]
                .Where(row => row.Month == month.Month && row.Mineral == month.Mineral && row.Kg is not null)
                .Select(row => BySequence[row.Sequence]).Order()]),
        };
    }

    public SupplyMonthFacts SupplyMonthOf(SupplyMonth month)
    {
        List<SupplyFact> receipts = [.. Supplied[month.Mineral].Where(each =>
            each.Month <= month.Month && each.Month >= month.Month.PlusMonths(-SupplyMonth.History))];
        return new(month, [.. SupplyMonthFacts.Sum(receipts)])
        {
            Receipts = receipts.Where(each => each.Month == month.Month).GroupBy(each => each.Supplier).ToDictionary(
                each => each.Key, IReadOnlyList<Fact> (each) => [.. each.Select(receipt => BySequence[receipt.Sequence]).Order()]),
        };
    }

    public ReceiptHistoryFacts ReceiptHistory(string subject)
    {
        var (from, to) = ReceiptHistoryFacts.SpanOf(subject);
        List<WeighedTwice> weighed = [.. WeighedTwice[ReceiptHistoryFacts.ReceiverOf(subject)!.Value]
            .Where(lot => lot.Received.At >= from && lot.Received.At < to)];
        return new(subject, weighed, weighed.SelectMany(lot => lot.Scales).Distinct().ToDictionary(
            scale => scale, IReadOnlyList<Fact> (scale) => [.. Counted(StreamName.Scale(scale).Value).Order()]))
        {
            Evidence = BySequence,
        };
    }

    public RunMonthsFacts RunMonths(int year)
    {
        var (first, last) = RunMonthsFacts.SpanOf(year);
        return new(year, [.. RunMasses.Where(run => run.Month >= first && run.Month <= last)])
        {
            Evidence = RunMasses.ToDictionary(run => run.Run, run => Facts.Run(run.Run)),
        };
    }

    public AgentMonthFacts AgentMonthOf(YearMonth month)
    {
        var (records, corrections) =
            (AgentMonthFacts.KeysOf(FactKeys.AgentRecords, month).From, AgentMonthFacts.KeysOf(FactKeys.AgentCorrections, month).From);
        return AgentMonthFacts.Of(
            month, KeyedSubjects(records).Select(key => (key, _keyed[key].Count())),
            KeyedSubjects(corrections).SelectMany(key => _keyed[key].Select(fact => (key, fact))));
    }

    public SiteAreasFacts SiteAreas(SiteId site)
    {
        List<Fact> bags = [.. SiteFacts[site].Where(row => row.Tag is null).Select(row => BySequence[row.Sequence])];
        return new(site, [.. SiteAreasFacts.StaysOf(_register.Site(site), _register.Areas, Facts.Settings)
            .Select(stay => stay with { FirstBag = bags.Where(bag => stay.Span.Contains(bag.Interval.Start)).Min() })]);
    }

    /// <summary>Facts that <see cref="FactKeys"/> puts together: those that count and those that do not any more, sorted.</summary>
    public (IReadOnlyList<Fact> Facts, IReadOnlyList<Fact> Corrected) Keyed(string subject)
    {
        var counted = _keyed[subject].Order().ToLookup(fact => Facts.Effectiveness.IsEffective(fact.Custody));
        return ([.. counted[true]], [.. counted[false]]);
    }

    public DeviceFacts Device(string subject)
    {
        var (facts, corrected) = Keyed(subject);
        return new(subject, facts, corrected) { Sites = DeviceFacts.SitesIn(facts).ToDictionary(site => site, _register.Site) };
    }

    public ScaleMonthFacts ScaleMonth(string subject)
    {
        var (facts, corrected) = Keyed(subject);
        return new(subject, facts, corrected, [.. Counted(StreamName.Scale(ScaleMonthFacts.ScaleOf(subject)).Value).Order()]);
    }

    public HolderBalanceFacts HolderBalance(string subject)
    {
        var (facts, corrected) = Keyed(subject);
        List<RunFacts> runs = [.. HolderBalanceFacts.RunsIn(facts).Select(Facts.Run)];
        var heaps = HolderBalanceFacts.HeapsIn(facts, runs).ToDictionary(heap => heap, Facts.Lot);
        return new(subject, facts, corrected, runs) { Heaps = heaps };
    }

    public PairMonthFacts PairMonth(string subject)
    {
        var (facts, corrected) = Keyed(subject);
        return new(subject, facts, corrected, [.. LotsIn(facts).Select(Facts.Lot)]);
    }

    public TagStockFacts TagStock(string subject)
    {
        var (facts, corrected) = Keyed(subject);
        var stock = new TagStockFacts(subject, facts, corrected, [], []);
        if (TagStockFacts.LastCount(facts) is not { } last) return stock;
        var by = last.Interval.End;
        var assigned = _register.Assigned(subject);
        List<RegisteredTags> given = [.. assigned.Where(range => range.Since < by)];
        return stock with
        {
            Assigned = assigned,
            FirstUses = [.. SiteFacts.SelectMany(rows => rows).Where(row => row.Tag is { } tag && row.Begun < by
                    && given.Exists(range => range.Tags.Contains(tag)))
                .GroupBy(row => row.Tag!.Value, row => row.Begun).Select(uses => uses.Min())],
        };
    }

    public CorrectionFacts Correction(CustodyEventId id)
    {
        List<Fact> target = [.. _byRecord[id].Order()];
        var facts = new CorrectionFacts(id, target, [.. Facts.Stream(StreamName.CustodyEvent(id).Value).Order()], [], Facts.Effectiveness);
        return facts with
        {
            Lots = [.. LotsIn(target).Select(Facts.Lot).Where(facts.IsOf).OrderBy(lot => lot.Lot.Value, StringComparer.Ordinal)],
        };
    }

    // Those whose streams they stand in, and those that the tags of such streams were ever tied on.
    private IEnumerable<LotId> LotsIn(IReadOnlyList<Fact> facts)
    {
        var streams = facts.Select(fact => fact.Stream).ToList();
        var tags = streams.Where(stream => stream.Kind is "tag").Select(stream => TagId.TryParse(stream.Value[4..]));
        var lots = streams.Where(stream => stream.Kind is "lot").Select(stream => new LotId(stream.Value[4..]));
        return lots.Union(Facts.LotsTiedWith(tags.OfType<TagId>()));
    }

    public CycleFacts Cycle(RunId run) =>
        new(run, [.. (Cycles.FirstOrDefault(cycle => cycle.Contains(run)) ?? []).Select(Facts.Run)]);

    public OriginFacts Origin(LotFacts lot) => OriginFacts.Of(
        lot, Provenance.MassOf(lot.Lot).Rounded().Sites.Select(site => new SiteShare(site.Site, site.Millionths / 1_000_000m, null, null)),
        site => _register.Site(site).Country);

    private bool IsUsed(TagId tag) =>
        Facts.Stream(StreamName.Tag(tag).Value).Any(fact => Facts.Effectiveness.IsEffective(fact.Custody));

    private IEnumerable<Fact> Counted(string stream) =>
        Facts.Stream(stream).Where(fact => Facts.Effectiveness.IsEffective(fact.Custody));
}
