using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>
/// The one fold over a lot's facts, in sorted order. Views read its end; rules and provenance ask it for moments between. A
/// beginning that sorts after what followed it (a phone knows the minute, the buyer's paper only the day) takes nothing back.
/// </summary>
public sealed class LotState(RuleSettings settings)
{
    private readonly List<LotSold> _sales = [];
    private readonly LotMass _mass = new();
    private readonly List<PartyId> _holders = [];
    private PartyId? _custodyRecordedBy;
    private Fact? _lastTaking;
    private bool _isOnTheWay, _isConsigned, _isExported, _isLost, _isPartLost;

    public Mineral? Mineral { get; private set; }
    public OutputKind? Kind { get; private set; }
    public SiteId? Site { get; private set; }
    public RunId? Run { get; private set; }
    public HashSet<TagId> Tags { get; } = [];
    public PartyId? Custodian { get; private set; }
    public PartyId? Owner { get; private set; }

    /// <summary>Everybody who had it in custody, in this order; who only carried it is not among them.</summary>
    public IReadOnlyList<PartyId> Holders => _holders;

    public Mass? Mass => _mass.NetKg;
    public WeighingMethod? MassMethod => _mass.Method;

    /// <summary>A wet mass from a scale: only such are compared.</summary>
    internal bool IsMassComparable => _mass.IsComparable;

    /// <summary>The facts the mass comes from.</summary>
    internal IReadOnlyList<Fact> MassFacts => _mass.Facts;

    /// <summary>What runs and heats took of it.</summary>
    public Mass Consumed { get; private set; }

    public OffsetDateTime? Since { get; private set; }

    /// <summary>What is left after runs, samples and losses took their part; never below zero.</summary>
    public Mass? Remaining => _mass.Remaining;

    public LotStatus Status =>
        _isLost || (_isPartLost && Remaining <= Crumbs) ? LotStatus.Lost
        : Consumed > Domain.Values.Mass.Zero ? Remaining is not { } left || left <= Crumbs ? LotStatus.Consumed : LotStatus.PartlyConsumed
        : _isExported ? LotStatus.Exported
        : _isConsigned ? LotStatus.Consigned
        : _isOnTheWay ? LotStatus.InTransit
        : Custodian is null && Since is null ? LotStatus.Unknown : LotStatus.Held;

    // What a scale cannot tell from nothing, by the setting when something was last taken: below it a lot counts as used up.
    private Mass Crumbs => (_lastTaking is { } taking ? settings.At(taking) : settings).Crumbs;

    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case LotBagged or LotProduced or ExportLotComposed: Begin(fact); break;
            case LotTagged tagged: Apply(tagged); break;
            case LotUntagged untagged: Apply(untagged); break;
            case LotSold or LotTitlePassed or LotSaleCancelled: ChangeTitle(fact.Event); break;
            case SaleTitlePassed or SaleCancelled: ChangeTitleOfSale(fact.Event); break;
            case LotDispatched dispatched: Apply(fact, dispatched); break;
            case LotArrived arrived: Take(fact, arrived.To); break;
            case LotReceived received: Apply(fact, received); break;
            case LotRefused refused: Apply(fact, refused); break;
            case LotConsumed consumed: Consume(fact, consumed.NetKg); break;
            case LotSmelted smelted: Consume(fact, smelted.NetKg); break;
            case LotSampled sampled: _mass.Take(fact, sampled.NetKg); break;
            case LotLost or LotRecovered: LoseOrRecover(fact); break;
            case LotConsigned: _isConsigned = true; break;
            case LotExported: _isExported = true; break;
        }

        if (Custodian is { } holder && !_isOnTheWay && (_holders.Count == 0 || _holders[^1] != holder)) _holders.Add(holder);

        if (StatedMass.Of(fact.Event) is { } stated) _mass.State(fact, stated, IsCustodians(fact));
    }

    private void Begin(Fact fact)
    {
        Since ??= fact.Event.When.EventTime;
        _custodyRecordedBy ??= fact.RecordedBy;
        switch (fact.Event)
        {
            case LotBagged bagged:
                (Mineral, Site) = (bagged.Mineral, bagged.Site);
                (Custodian, Owner) = (Custodian ?? bagged.Holder, Owner ?? bagged.Holder);
                break;
            case LotProduced produced:
                (Mineral, Kind, Run) = (produced.Mineral, produced.Kind, produced.RunId);
                (Custodian, Owner) = (Custodian ?? produced.Holder, Owner ?? produced.Owner ?? produced.Holder);
                _mass.Give(fact, produced.NetKg, produced.Method);
                break;
            case ExportLotComposed composed:
                Mineral ??= composed.Mineral;
                (Custodian, Owner) = (Custodian ?? composed.Exporter, Owner ?? composed.Exporter);
                foreach (var drum in composed.Packing) _mass.Give(fact, drum.NetKg, WeighingMethod.CopiedFromSheet);
                break;
        }
    }

    private void Apply(LotTagged tagged)
    {
        Tags.Add(tagged.Tag);
        if (tagged.Replaces is { } replaced) Tags.Remove(replaced);
    }

    // By its own id the lot lost all its tags; by a tag, that one.
    private void Apply(LotUntagged untagged)
    {
        if (untagged.Lot.Tag is { } tag) Tags.Remove(tag);
        else Tags.Clear();
    }

    private void ChangeTitle(CustodyLedgerEvent ledgerEvent)
    {
        switch (ledgerEvent)
        {
            case LotSold sold:
                _sales.Add(sold);
                if (sold.TitlePasses == TitlePasses.Agreed || (sold.TitlePasses == TitlePasses.Delivered && Custodian == sold.Buyer))
                    Owner = sold.Buyer;
                break;
            case LotTitlePassed passed:
                Owner = passed.To;
                break;
            case LotSaleCancelled cancelled:
                _sales.RemoveAll(sold => sold.SaleId == cancelled.SaleId);
                if (Owner == cancelled.Buyer) Owner = cancelled.Seller;
                break;
        }
    }

    // Of the whole sale: it reaches a lot that is in it still, and is not another's by now.
    private void ChangeTitleOfSale(CustodyLedgerEvent ledgerEvent)
    {
        if (ledgerEvent is SaleTitlePassed passed && _sales.Exists(sold => sold.SaleId == passed.SaleId))
        {
            if (Owner is null || Owner == passed.From) Owner = passed.To;
        }
        else if (ledgerEvent is SaleCancelled cancelled && _sales.RemoveAll(sold => sold.SaleId == cancelled.SaleId) > 0
            && Owner == cancelled.Buyer)
        {
            Owner = cancelled.Seller;
        }
    }

    // The carrier is custodian on the way; nobody sends off what another holds.
    private void Apply(Fact fact, LotDispatched dispatched)
    {
        if (Custodian is { } holder && holder != dispatched.From) return;
        Take(fact, dispatched.Carrier ?? dispatched.From);
        _isOnTheWay = true;
    }

    private void Apply(Fact fact, LotReceived received)
    {
        Take(fact, received.Receiver);
        if (received.SaleId is null && received.Basis != ReceiptBasis.Sale) return;
        if (SaleTo(received.Receiver, received.SaleId) is { TitlePasses: TitlePasses.Delivered } sold) Owner = sold.Buyer;
    }

    // Custody and title go back, from who had them; refused at the gate, custody never left.
    private void Apply(Fact fact, LotRefused refused)
    {
        var sold = SaleTo(refused.Receiver, refused.SaleId);
        if (Custodian is null || Custodian == refused.Receiver || _isOnTheWay)
            Take(fact, refused.From ?? sold?.Seller ?? Custodian);
        if (sold is not null && Owner == sold.Buyer) Owner = sold.Seller;
    }

    private void Consume(Fact fact, Mass net)
    {
        _lastTaking = fact;
        Consumed += net;
        _mass.Take(fact, net);
    }

    // A part was lost where a mass is said, else all of it.
    private void LoseOrRecover(Fact fact)
    {
        if (!IsCustodians(fact)) return;
        _lastTaking = fact;
        var (isLost, net) = fact.Event is LotLost lost ? (true, lost.NetKg) : (false, ((LotRecovered)fact.Event).NetKg);
        if (net is { } part && !_isLost) _mass.Take(fact, isLost ? part : Domain.Values.Mass.Zero - part);
        _isPartLost = isLost && net is not null;
        _isLost = isLost && net is null;
    }

    private void Take(Fact fact, PartyId? party) => (Custodian, _custodyRecordedBy, _isOnTheWay) = (party, fact.RecordedBy, false);

    // The halves match on ids, else on the parties.
    private LotSold? SaleTo(PartyId buyer, SaleId? id) =>
        _sales.FindLast(sold => sold.SaleId == id) ?? _sales.FindLast(sold => sold.Buyer == buyer);

    // Its own word, that of who recorded its custody for it, what it countersigned, or the programme's.
    private bool IsCustodians(Fact fact) =>
        _custodyRecordedBy is not { } recorder || fact.RecordedBy == recorder || fact.RecordedBy == Custodian
        || fact.Headers.ByProgramme == true || (fact.Headers.Countersigned?.Any(each => each.Party == Custodian) ?? false);
}
