using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;

namespace Ledger.Projections.Facts;

/// <summary>The subjects whose rows or findings may change with a page of events.</summary>
public sealed class Touched
{
    public HashSet<LotId> Lots { get; } = [];
    public HashSet<TagId> Tags { get; } = [];
    public HashSet<RunId> Runs { get; } = [];

    /// <summary>Streams of sales, movements and deliveries.</summary>
    public HashSet<string> Transfers { get; } = new(StringComparer.Ordinal);

    /// <summary>Subjects that are looked at only when a day closes, such as a site in a month.</summary>
    public HashSet<string> AtDayClose { get; } = new(StringComparer.Ordinal);

    /// <summary>Which new facts belong to those of them that <see cref="FactKeys"/> names.</summary>
    public IReadOnlyList<(string Subject, long Sequence)> Keys { get; private set; } = [];

    /// <summary>Streams of scales, whose calibrations speak of what was weighed.</summary>
    public HashSet<string> Scales { get; } = new(StringComparer.Ordinal);

    /// <summary>Streams of suspensions, which stop sites.</summary>
    public HashSet<string> Suspensions { get; } = new(StringComparer.Ordinal);

    /// <summary>Findings with new events of their own, or answers that came or do not count any more. No rule looks at them.</summary>
    public HashSet<Guid> Findings { get; } = [];

    /// <summary>What is known of the lots, read once for all who need it.</summary>
    public IReadOnlyDictionary<LotId, LotFacts> KnownLots { get; internal set; } = new Dictionary<LotId, LotFacts>();

    public int Count => Lots.Count + Tags.Count + Runs.Count + Transfers.Count;

    /// <summary>All of them as stream names, but for those that wait for a day's close.</summary>
    public IEnumerable<string> Subjects() =>
        [.. Lots.Select(lot => StreamName.Lot(lot).Value), .. Tags.Select(tag => StreamName.Tag(tag).Value),
            .. Runs.Select(run => StreamName.Run(run).Value), .. Transfers];

    /// <summary>Leaves out those of <see cref="Subjects"/> of which that is so.</summary>
    internal void Remove(Func<string, bool> isSo)
    {
        Lots.RemoveWhere(lot => isSo(StreamName.Lot(lot).Value));
        Tags.RemoveWhere(tag => isSo(StreamName.Tag(tag).Value));
        Runs.RemoveWhere(run => isSo(StreamName.Run(run).Value));
        Transfers.RemoveWhere(transfer => isSo(transfer));
        KnownLots = KnownLots.Where(lot => Lots.Contains(lot.Key)).ToDictionary();
    }

    /// <summary>Adds the subjects that new facts belong to beside those of their streams.</summary>
    internal void AddKeysOf(IEnumerable<Fact> facts)
    {
        Keys = [.. facts.SelectMany(fact => FactKeys.Of(fact).Select(subject => (subject, fact.Sequence)))];
        AtDayClose.UnionWith(Keys.Select(key => AgentMonthFacts.SubjectOf(key.Subject)));
    }

    /// <summary>Adds the subject or finding a stream is about; other streams are nobody's subject here.</summary>
    public void Add(StreamName stream)
    {
        var key = stream.Value[Math.Min(stream.Kind.Length + 1, stream.Value.Length)..];
        switch (stream.Kind)
        {
            case "lot" when LotId.TryParse(key) is { } lot: Lots.Add(lot); break;
            case "tag" when TagId.TryParse(key) is { } tag: Tags.Add(tag); break;
            case "run" when RunId.TryParse(key) is { } run: Runs.Add(run); break;
            case "sale" or "movement" or "delivery": Transfers.Add(stream.Value); break;
            case "suspension": Suspensions.Add(stream.Value); break;
            case "scale": Scales.Add(stream.Value); break;
            case "site-month" or "scale-month" or "scale-transfers" or "pair-month" or "holder-month" or "holder-balance" or "untagged-find"
                or "device" or "sheets" or "tag-stock" or "custody-event" or "cycle" or "origin" or "site-areas"
                or "mineral-month" or "supply-month" or "agent-month" or "incident" or "receipt-history" or "run-months":
                AtDayClose.Add(stream.Value); break;
            case "finding" or "finding-answer" when Guid.TryParse(key, out var finding): Findings.Add(finding); break;
        }
    }
}

/// <summary>Finds what a page touches: its own streams, what its corrections target, and what hangs on those by tag or by lot.</summary>
public sealed class TouchedReader(FactReader facts, CorrectionReader corrections, SubjectLoader loader)
{
    public async Task<Touched> ReadAsync(IReadOnlyList<StoredEvent> page, Horizon horizon, CancellationToken cancellation)
    {
        var touched = new Touched();
        foreach (var stored in page) touched.Add(stored.Stream);
        touched.AddKeysOf(page.Select(FactReader.Read).OfType<Fact>());
        touched.Findings.UnionWith(page.Where(stored => stored.Type == "incident_flagged").Select(FindingThatFlagged));
        // What flagged an incident says something else now, or nothing.
        touched.AtDayClose.UnionWith(page.Where(stored => stored.Type is "finding_amended" or "finding_withdrawn" or "finding_restored")
            .Select(stored => IncidentFacts.SubjectOf(Guid.Parse(stored.Stream.Value.AsSpan("finding:".Length)))));
        // What a correction makes count or not count: its target, its replacement, and whatever hangs on those in turn.
        var custody = page.Where(stored => EventTypes.IsFromCustody(stored.Type)).Select(stored => FactReader.CustodyOf(stored)).Distinct();
        var connected = await corrections.ConnectedAsync([.. custody], cancellation);
        if (connected.Count > 0)
            foreach (var stream in await facts.SubjectsOfAsync(connected, cancellation)) touched.Add(new StreamName(stream));
        // A correction may change what an old record says.
        await AddRelatedAsync(touched, connected.Count > 0 ? 0 : page[0].Sequence, horizon, cancellation);
        return touched;
    }

    // A changed binding of tag and lot touches both lots. A half recorded without the transfer's id touches the other half.
    private async Task AddRelatedAsync(Touched touched, long since, Horizon horizon, CancellationToken cancellation)
    {
        await AddLotsOfSalesAsync(touched, horizon, cancellation);
        var tagStreams = await loader.TagStreamsAsync([.. touched.Tags], horizon, cancellation);
        touched.Lots.UnionWith(SubjectLoader.LotsIn(tagStreams.Values));
        touched.KnownLots = await loader.LotsAsync(touched.Lots, horizon, cancellation);
        touched.AtDayClose.UnionWith(touched.Runs.Select(CycleFacts.SubjectOf));
        foreach (var lot in touched.KnownLots.Values)
        {
            List<Fact> known = [.. lot.Facts, .. lot.Corrected];
            touched.Tags.UnionWith(LotFacts.TagsIn(known));
            touched.AtDayClose.UnionWith(AtDayCloseOf(lot));
            if (known.Exists(HasNoTransferId)) touched.Transfers.UnionWith(known.SelectMany(TransfersOf));
            List<Fact> told = [.. known.Where(fact => fact.Sequence >= since)];
            foreach (var receipt in known.Where(each => each.Event is LotReceived && told.Exists(fact => MayExplain(fact, each))))
            {
                touched.Transfers.UnionWith(TransfersOf(receipt));
                if (PairMonthFacts.SubjectOf(receipt) is { } pair) touched.AtDayClose.Add(pair);
            }
        }
    }

    // What a receipt is compared with is recorded of the time before it; a tag may bring other records to the lot. An umpire speaks, and
    // heats are fed, after it.
    private static bool MayExplain(Fact fact, Fact receipt) =>
        !receipt.DefinitelyBefore(fact) || fact.Event is LotTagged or TagAttached or TagReplaced or LotAssayed or LotSmelted;

    // Title to the whole of a sale, or its coming to nothing, is about each of its lots.
    private async Task AddLotsOfSalesAsync(Touched touched, Horizon horizon, CancellationToken cancellation)
    {
        var sales = touched.Transfers.Where(stream => new StreamName(stream).Kind is "sale");
        foreach (var stream in (await facts.ReadStreamsAsync([.. sales], horizon, cancellation)).Values)
        {
            if (!stream.Exists(fact => fact.Event is SaleTitlePassed or SaleCancelled)) continue;
            foreach (var lot in TransferFacts.LotsIn(stream)) touched.Add(lot.Stream);
        }
    }

    // What looks at lots from a distance: the month of their site, its tags, their runs, their certificates, corrections of them.
    private static IEnumerable<string> AtDayCloseOf(LotFacts lot)
    {
        foreach (var month in SiteMonth.Of(lot))
        {
            yield return month.Subject;
            yield return SiteAreasFacts.SubjectOf(month.Site);
        }

        foreach (var month in MineralMonth.Of(lot)) yield return month.Subject;
        foreach (var month in SupplyMonth.Of(lot)) yield return month.Subject;
        foreach (var balance in HolderBalanceFacts.SubjectsOf(lot)) yield return balance;
        foreach (var history in ReceiptHistoryFacts.SubjectsOf(lot)) yield return history;
        foreach (var use in SiteFact.Of(lot))
            if (use.Tag is { } tag) yield return FactKeys.StockOf(use.Site, tag.Series, tag.Kind);
        foreach (var run in LotRun.Of(lot))
            if (Consignment.LotOf(run.Run) is null) yield return CycleFacts.SubjectOf(run.Run);
        if (lot.Facts.Concat(lot.Corrected).Any(fact => fact.Event is LotCertified)) yield return OriginFacts.SubjectOf(lot.Lot);
        foreach (var corrected in lot.Corrected) yield return StreamName.CustodyEvent(corrected.Custody).Value;
    }

    private static Guid FindingThatFlagged(StoredEvent stored) =>
        ((IncidentFlagged)Leaf.Parse(stored.Bytes).ReadEvent()).FindingId;

    private static bool HasNoTransferId(Fact fact) => fact.Event is LotReceived { Basis: ReceiptBasis.Sale, SaleId: null };

    internal static IEnumerable<string> TransfersOf(Fact fact) => fact.Event switch
    {
        LotSold sold => [StreamName.Sale(sold.SaleId).Value],
        LotReceived { SaleId: { } sale } => [StreamName.Sale(sale).Value],
        LotReceived { MovementId: { } movement } => [StreamName.Movement(movement).Value],
        LotReceived => [StreamName.Delivery(fact.Custody).Value],
        _ => [],
    };
}
