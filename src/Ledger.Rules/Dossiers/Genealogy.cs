using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Rules.Dossiers;

/// <summary>
/// What belongs to a dossier, as far as the streams at hand tell: the lot and all lots it came from, their tags and what else wore
/// those, the runs between, the sales, movements and deliveries they were in, and all corrections. Its maker reads what is needed until
/// nothing new is; its verifier asks what is needed and not there.
/// </summary>
public sealed class Genealogy
{
    private readonly FactBook _book;
    private readonly Queue<LotId> _open = [];

    private Genealogy(FactBook book) => _book = book;

    /// <summary>The lot or tag asked for and every ancestor: rules look at these.</summary>
    public HashSet<LotId> Lots { get; } = [];

    /// <summary>Lots that wore one of the tags beside: evidence about the tag, and nobody's ancestors.</summary>
    public HashSet<LotId> Beside { get; } = [];

    public HashSet<TagId> Tags { get; } = [];
    public HashSet<RunId> Runs { get; } = [];

    /// <summary>Streams of sales, movements and deliveries.</summary>
    public HashSet<string> Transfers { get; } = new(StringComparer.Ordinal);

    /// <summary>Streams of the sales that lots are part of by what names them: without these, whose they are is not known.</summary>
    public HashSet<string> Sales { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The scales on which its lots were weighed, by anybody: what is known of them decides how far two masses may be apart.
    /// </summary>
    public HashSet<ScaleId> Scales { get; } = [];

    /// <summary>Streams of corrections there may be, one for each custody event.</summary>
    public HashSet<string> Corrections { get; } = new(StringComparer.Ordinal);

    /// <summary>Every stream that belongs to it, whether there is such a stream or not; the settings too.</summary>
    public IEnumerable<string> Streams =>
        Lots.Concat(Beside).Select(lot => StreamName.Lot(lot).Value).Concat(Tags.Select(tag => StreamName.Tag(tag).Value))
            .Concat(Runs.Select(run => StreamName.Run(run).Value)).Concat(Transfers).Concat(Sales)
            .Concat(Scales.Select(scale => StreamName.Scale(scale).Value)).Concat(Corrections)
            .Append(StreamName.Settings.Value);

    /// <param name="subject">The stream of a lot or a tag.</param>
    /// <exception cref="FormatException">Another stream.</exception>
    public static Genealogy Of(string subject, FactBook book)
    {
        var genealogy = new Genealogy(book);
        if (LotIn(subject) is { } lot) genealogy.Ask(lot);
        else if (TagIn(subject) is { } tag) genealogy.AskTag(tag);
        else throw new FormatException($"{subject} is neither a lot nor a tag.");
        while (genealogy._open.TryDequeue(out var next)) genealogy.Visit(next);
        genealogy.AddBeside();
        genealogy.AddCorrections();
        return genealogy;
    }

    public static LotId? LotIn(string stream) =>
        stream.StartsWith("lot:", StringComparison.Ordinal) ? LotId.TryParse(stream["lot:".Length..]) : null;

    public static TagId? TagIn(string stream) =>
        stream.StartsWith("tag:", StringComparison.Ordinal) ? TagId.TryParse(stream["tag:".Length..]) : null;

    private void AskTag(TagId tag)
    {
        Tags.UnionWith(_book.TagsInTurn([tag]));
        foreach (var lot in _book.LotsTiedWith([tag])) Ask(lot);
    }

    private void Ask(LotId lot)
    {
        if (Lots.Add(lot)) _open.Enqueue(lot);
    }

    private void Visit(LotId lot)
    {
        Tags.UnionWith(_book.TagsInTurn(LotFacts.TagsIn(_book.Stream(StreamName.Lot(lot).Value))));
        Sales.UnionWith(_book.SalesOf(lot));
        var facts = _book.Lot(lot);
        Scales.UnionWith(TransferFacts.ScalesIn([facts]));
        foreach (var fact in facts.Facts.Concat(facts.Corrected))
        {
            if (TransferOf(fact) is { } transfer) Transfers.Add(transfer.Value);
            if (fact.Event is LotProduced produced) Visit(produced.RunId);
            if (fact.Event is ExportLotComposed composed) AskFor([.. composed.Lots.Select(item => item.Lot)], [fact]);
        }
    }

    // A sheet that was corrected away is shown too; where from, only what counts tells.
    private void Visit(RunId run)
    {
        if (!Runs.Add(run)) return;
        var facts = _book.Run(run);
        AskFor([.. facts.Inputs.Select(input => input.Lot).Distinct()], facts.Sheets);
    }

    private void AskFor(IReadOnlyList<LotReference> lots, IReadOnlyList<Fact> namedIn)
    {
        Tags.UnionWith(_book.TagsInTurn(lots.Select(lot => lot.Tag).OfType<TagId>()));
        foreach (var lot in _book.Resolve(lots, namedIn).Values) Ask(lot);
    }

    private void AddBeside()
    {
        Beside.UnionWith(_book.LotsTiedWith(Tags).Where(lot => !Lots.Contains(lot)));
        foreach (var lot in Beside)
        {
            Tags.UnionWith(_book.TagsInTurn(LotFacts.TagsIn(_book.Stream(StreamName.Lot(lot).Value))));
            Sales.UnionWith(_book.SalesOf(lot));
        }
    }

    private void AddCorrections()
    {
        var facts = Streams.ToList().SelectMany(_book.Stream);
        var open = new Queue<string>(facts.Select(fact => StreamName.CustodyEvent(fact.Custody).Value).Distinct());
        while (open.TryDequeue(out var stream))
        {
            if (!Corrections.Add(stream)) continue;
            foreach (var correction in _book.Stream(stream)) open.Enqueue(StreamName.CustodyEvent(correction.Custody).Value);
        }
    }

    private static StreamName? TransferOf(Fact fact) => fact.Event switch
    {
        LotSold sold => StreamName.Sale(sold.SaleId),
        LotReceived received => Receipt(received.SaleId, received.MovementId, fact),
        LotRefused refused => Receipt(refused.SaleId, refused.MovementId, fact),
        LotDispatched dispatched => StreamName.Movement(dispatched.MovementId),
        LotArrived arrived => StreamName.Movement(arrived.MovementId),
        LotSaleCancelled { SaleId: { } sale } => StreamName.Sale(sale),
        LotTitlePassed { SaleId: { } sale } => StreamName.Sale(sale),
        LotPledged { SaleId: { } sale } => StreamName.Sale(sale),
        LotPledgeReleased { SaleId: { } sale } => StreamName.Sale(sale),
        _ => null,
    };

    private static StreamName Receipt(SaleId? sale, MovementId? movement, Fact fact) =>
        sale is { } sold ? StreamName.Sale(sold) : movement is { } moved ? StreamName.Movement(moved) : StreamName.Delivery(fact.Custody);
}
