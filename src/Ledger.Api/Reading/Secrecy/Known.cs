using Ledger.Api.Auth;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>What one reader knows by name from the events it has a part in.</summary>
internal sealed class Known
{
    private readonly HashSet<PartyId> _parties = [];
    private readonly HashSet<string> _ids = [];
    private readonly HashSet<SmelterId> _smelters = [];
    private readonly HashSet<CustodyEventId> _events = [];

    /// <summary>From the facts of what it asks about, or of what lies beside that.</summary>
    public static Known From(Caller reader, IReadOnlyCollection<Fact> facts)
    {
        var known = new Known();
        known._parties.Add(reader.Organisation);
        foreach (var fact in facts)
            if (Sight.HasPart(fact, reader.Organisation)) known.Add(fact, isOwn: fact.RecordedBy == reader.Organisation);
        foreach (var fact in facts)
            if (known.Has(fact.RecordedBy)) known._smelters.UnionWith(NamedParties.In(fact.Event).Smelters);
        return known;
    }

    public bool Has(PartyId party) => _parties.Contains(party);

    /// <summary>An id of a lot, run, sale ... by which the reader was told of it.</summary>
    public bool HasId(string id) => _ids.Contains(id);

    /// <summary>True where the event names nobody whom the reader did not deal with.</summary>
    public bool HasAllIn(Fact fact)
    {
        var named = NamedParties.In(fact.Event);
        return Has(fact.RecordedBy) && named.Parties.Concat(named.Makers).All(Has) && named.Smelters.All(Has)
            && (fact.Headers.Countersigned ?? []).All(each => Has(each.Party))
            && (fact.Headers.Place?.PartyId is not { } place || Has(place));
    }

    public bool Has(SmelterId smelter) => _smelters.Contains(smelter);

    public bool Has(CustodyEventId id) => _events.Contains(id);

    /// <summary>What somebody showed the reader: who did, and what by.</summary>
    public void AddShared(Fact shared)
    {
        var named = NamedParties.In(shared.Event);
        _parties.UnionWith([shared.RecordedBy, .. named.Makers]);
        _ids.UnionWith(named.Ids);
    }

    public void Add(IEnumerable<CustodyEventId> events) => _events.UnionWith(events);

    // Whom a reader lists as witnesses of its own record it need not know: it could list everybody, and see who is behind a name.
    private void Add(Fact fact, bool isOwn)
    {
        _events.Add(fact.Custody);
        var named = NamedParties.In(fact.Event);
        _parties.UnionWith(named.Parties);
        _parties.UnionWith(named.Makers);
        _ids.UnionWith(named.Ids);
        if (isOwn) return;
        _parties.Add(fact.RecordedBy);
        _parties.UnionWith(fact.Headers.Countersigned?.Select(each => each.Party) ?? []);
        if (fact.Headers.Place?.PartyId is { } place) _parties.Add(place);
    }
}
