using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>The one fold over a lot's facts, in sorted order. Views read its end; rules and provenance ask it for moments between.</summary>
public sealed class LotState
{
    // What a scale cannot tell from nothing: below it a lot counts as used up.
    private static readonly Mass Crumbs = new(200);

    private readonly Dictionary<SaleId, LotSold> _sales = [];

    public Mineral? Mineral { get; private set; }
    public OutputKind? Kind { get; private set; }
    public SiteId? Site { get; private set; }
    public RunId? Run { get; private set; }
    public HashSet<TagId> Tags { get; } = [];
    public PartyId? Custodian { get; private set; }
    public PartyId? Owner { get; private set; }
    public Mass? Mass { get; private set; }
    public WeighingMethod? MassMethod { get; private set; }
    public Mass Consumed { get; private set; }
    public OffsetDateTime? Since { get; private set; }

    /// <summary>What is left after runs took their part; never below zero.</summary>
    public Mass? Remaining => Mass is { } mass ? (mass > Consumed ? mass - Consumed : Domain.Values.Mass.Zero) : null;

    public LotStatus Status =>
        Consumed > Domain.Values.Mass.Zero ? Remaining is not { } left || left <= Crumbs ? LotStatus.Consumed : LotStatus.PartlyConsumed
        : Custodian is null && Since is null ? LotStatus.Unknown : LotStatus.Held;

    public void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case LotBagged bagged: Apply(bagged); break;
            case LotProduced produced: Apply(produced); break;
            case LotTagged tagged:
                Tags.Add(tagged.Tag);
                if (tagged.Replaces is { } replaced) Tags.Remove(replaced);
                break;
            case LotWeighed weighed: Weigh(weighed.NetKg, weighed.Method); break;
            case LotSold sold: Apply(sold); break;
            case LotReceived received: Apply(received); break;
            case LotRefused refused: Apply(refused); break;
            case LotConsumed consumed: Consumed += consumed.NetKg; break;
        }
    }

    private void Apply(LotBagged bagged)
    {
        (Mineral, Site, Since) = (bagged.Mineral, bagged.Site, bagged.When.EventTime);
        Custodian = bagged.Holder ?? Custodian;
        Owner = bagged.Holder ?? Owner;
    }

    private void Apply(LotProduced produced)
    {
        (Mineral, Kind, Run, Since) = (produced.Mineral, produced.Kind, produced.RunId, produced.When.EventTime);
        Custodian = produced.Holder;
        Owner = produced.Owner ?? produced.Holder;
        Weigh(produced.NetKg, produced.Method);
    }

    private void Apply(LotSold sold)
    {
        _sales[sold.SaleId] = sold;
        if (sold.TitlePasses == TitlePasses.Agreed) Owner = sold.Buyer;
    }

    private void Apply(LotReceived received)
    {
        Custodian = received.Receiver;
        if (received.SaleId is { } sale && _sales.TryGetValue(sale, out var sold) && sold.TitlePasses == TitlePasses.Delivered)
            Owner = sold.Buyer;
        if (received.NetKg is { } net) Weigh(net, received.Method ?? WeighingMethod.CopiedFromSheet);
    }

    private void Apply(LotRefused refused)
    {
        Custodian = refused.From ?? Custodian;
        if (refused.SaleId is { } sale && _sales.TryGetValue(sale, out var sold)) (Owner, Custodian) = (sold.Seller, refused.From ?? sold.Seller);
    }

    // A measured mass is only replaced by a measured one; what was estimated or copied says nothing new.
    private void Weigh(Mass net, WeighingMethod method)
    {
        if (Mass is not null && MassMethod == WeighingMethod.Measured && method != WeighingMethod.Measured) return;
        (Mass, MassMethod) = (net, method);
    }
}
