using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>The parties an event names: as a party to it, or as the maker of something it names.</summary>
internal sealed class NamedParties : INaming
{
    private NamedParties()
    {
    }

    /// <summary>Seller, holder, carrier, laboratory ...</summary>
    public HashSet<PartyId> Parties { get; } = [];

    /// <summary>Lots, runs, sales it names, each by an id that begins with its maker.</summary>
    public HashSet<string> Ids { get; } = [];

    public HashSet<PartyId> Makers { get; } = [];

    public HashSet<SmelterId> Smelters { get; } = [];

    public static NamedParties In(LedgerEvent ledgerEvent)
    {
        var named = new NamedParties();
        VeiledJson.Element(ledgerEvent, named);
        return named;
    }

    public string Name(PartyId party)
    {
        Parties.Add(party);
        return "";
    }

    public string Name(SmelterId smelter)
    {
        Smelters.Add(smelter);
        return "";
    }

    public CustodyEventId Name(CustodyEventId id) => id;

    public string Name<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId
    {
        Ids.Add(id.Value);
        Makers.Add(id.Creator);
        return "";
    }
}
