using System.Text.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>
/// What one reader may know by name in one answer: itself, and whoever dealt with it. Others appear under pseudonyms; sites, status,
/// masses and findings stay (commercial secrecy).
/// </summary>
/// <param name="reader">The caller's organisation.</param>
/// <param name="known">Parties it may know by name.</param>
/// <param name="pseudonyms">Names for the others.</param>
internal sealed class Veil(PartyId reader, IReadOnlySet<PartyId> known, Pseudonyms pseudonyms) : INaming
{
    // Labels of business papers and premises; whose they are is no concern of who had no part in it.
    private static readonly string[] Private =
        ["shipmentNo", "billOfLading", "container", "facility", "route", "scaleId", "seals", "seal", "certificate", "number"];

    private readonly Dictionary<PartyId, string> _hidden = [];

    /// <summary>The parties that appear under another name so far.</summary>
    public IReadOnlyDictionary<PartyId, string> Hidden => _hidden;

    public string Name(PartyId party)
    {
        if (known.Contains(party)) return party.Value;
        if (!_hidden.TryGetValue(party, out var name)) _hidden[party] = name = pseudonyms.Of(reader, party);
        return name;
    }

    public string Name<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId
    {
        if (known.Contains(id.Creator)) return id.Value;
        Name(id.Creator);
        return pseudonyms.Of(reader, id);
    }

    /// <summary>A subject or node by its stream's name.</summary>
    public string Stream(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (kind, key) = colon < 0 ? ("", name) : (name[..colon], name[(colon + 1)..]);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (first, rest) = slash < 0 ? (key, "") : (key[..slash], key[slash..]);
        return kind switch
        {
            "lot" or "origin" when LotId.TryParse(key) is { } lot => $"{kind}:{Name(lot)}",
            "run" or "cycle" when RunId.TryParse(key) is { } run => $"{kind}:{Name(run)}",
            "sale" when SaleId.TryParse(key) is { } sale => $"{kind}:{Name(sale)}",
            "movement" when MovementId.TryParse(key) is { } movement => $"{kind}:{Name(movement)}",
            "holder" or "party" or "membership" or "holder-month" or "device"
                when PartyId.TryParse(first) is { } party => $"{kind}:{Name(party)}{rest}",
            _ => name,
        };
    }

    /// <summary>The discriminator is the rule's own; what follows its word may be somebody's number.</summary>
    public FindingContent Over(FindingContent content) => content with
    {
        Subject = Stream(content.Subject), Discriminator = content.Discriminator.Split(':')[0],
    };

    public FindingView Over(FindingView view) => view with
    {
        Content = Over(view.Content),
        History = view.History is null ? null
            : [.. view.History.Select(entry => entry.Content is null ? entry : entry with { Content = Over(entry.Content) })],
    };

    public IncidentView Over(IncidentView view) => view with { Subject = Stream(view.Subject) };

    public IReadOnlyList<FindingView>? Over(IReadOnlyList<FindingView>? views) => views is null ? null : [.. views.Select(Over)];

    public ProvenanceView Over(ProvenanceView view) => view with
    {
        Nodes = [.. view.Nodes.Select(node => node with { Id = Stream(node.Id) })],
        Edges = [.. view.Edges.Select(edge => edge with { From = Stream(edge.From), To = Stream(edge.To) })],
    };

    /// <summary>A lot's history; of what the reader had no part in, without the labels of others' papers.</summary>
    public LotHistory Over(LotHistory history, LotFacts lot)
    {
        var own = lot.Facts.Concat(lot.Corrected).Where(fact => Sight.HasPart(fact, reader)).Select(fact => fact.Sequence).ToHashSet();
        var events = lot.Facts.Concat(lot.Corrected).ToDictionary(fact => fact.Sequence, fact => fact.Event);
        return history with
        {
            Entries = [.. history.Entries.Select(entry => own.Contains(entry.Sequence)
                ? entry with { Data = VeiledJson.Element(events[entry.Sequence], this) }
                : entry with { Sheet = null, Data = WithoutPrivate(VeiledJson.Element(events[entry.Sequence], this)) })],
        };
    }

    private static JsonElement WithoutPrivate(JsonElement data)
    {
        var members = System.Text.Json.Nodes.JsonObject.Create(data)!;
        foreach (var name in Private) members.Remove(name);
        return JsonSerializer.SerializeToElement(members, SecrecyJson.Default.JsonObject);
    }
}
