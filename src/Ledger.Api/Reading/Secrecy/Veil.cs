using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>
/// One reader's view of one answer: whom it knows stands by name, others under pseudonyms; sites, status, masses, times and findings
/// stay (commercial secrecy).
/// </summary>
internal sealed class Veil(PartyId reader, Known known, Pseudonyms pseudonyms) : INaming
{
    // Labels of business papers and premises; whose they are is no concern of who had no part in it.
    private static readonly string[] Labels =
    [
        "shipmentNo", "billOfLading", "container", "scaleId", "seal", "certificate", "number", "order", "drum", "box",
    ];

    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal);

    /// <summary>The parties and smelters that stand under another name so far, by their own.</summary>
    public IReadOnlyDictionary<string, string> Hidden => _hidden;

    /// <summary>True where the reader was told of it by that id, or dealt with whoever made it.</summary>
    public bool MayAskFor<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId => Knows(id) || known.Has(id.Creator);

    public string Name(PartyId party) => known.Has(party) ? party.Value : Hide(party.Value);

    public string Name(SmelterId smelter) => known.Has(smelter) ? smelter.Value : Hide(smelter.Value);

    public CustodyEventId Name(CustodyEventId id) => known.Has(id) ? id : pseudonyms.Of(reader, id);

    public string Name<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId
    {
        // An id nobody gave is made from its custody event's, which must not come out this way.
        return Knows(id) ? id.Value : $"{Name(id.Creator)}:{pseudonyms.Of(reader, id)}";
    }

    /// <summary>A subject or node by its stream's name.</summary>
    public string Stream(string name)
    {
        var (kind, key) = Veils.Parts(name);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var (first, rest) = slash < 0 ? (key, "") : (key[..slash], key[slash..]);
        return kind switch
        {
            "lot" or "origin" or "consignment" when LotId.TryParse(key) is { } lot => $"{kind}:{Name(lot)}",
            "run" or "cycle" when RunId.TryParse(key) is { } run => $"{kind}:{Name(run)}",
            "sale" when SaleId.TryParse(key) is { } sale => $"{kind}:{Name(sale)}",
            "movement" when MovementId.TryParse(key) is { } movement => $"{kind}:{Name(movement)}",
            "holder" or "party" or "membership" or "holder-month" or "holder-balance" or "device" or "sheets"
                when PartyId.TryParse(first) is { } party => $"{kind}:{Name(party)}{rest}",
            "pair-month" when key.Split('/') is [var receiver, var sender, var month] =>
                $"{kind}:{Party(receiver)}/{Party(sender)}/{month}",
            "delivery" or "custody-event" or "untagged"
                when Guid.TryParseExact(key, "D", out var id) => $"{kind}:{Name(new CustodyEventId(id))}",
            _ => name,
        };
    }

    private string Party(string text) => PartyId.TryParse(text) is { } party ? Name(party) : text;

    public FindingView Over(FindingView view)
    {
        AddOwn(view.Answers);
        return view with
        {
            Content = Over(view.Content),
            History = view.History is null ? null
                : [.. view.History.Select(entry => entry.Content is null ? entry : entry with { Content = Over(entry.Content) })],
        };
    }

    public IncidentView Over(IncidentView view)
    {
        AddOwn(view.Answers);
        return view with { Subject = Stream(view.Subject) };
    }

    public IReadOnlyList<FindingView>? Over(IReadOnlyList<FindingView>? views) => views is null ? null : [.. views.Select(Over)];

    public ProvenanceView Over(ProvenanceView view) => view with
    {
        Nodes = [.. view.Nodes.Select(node => node with { Id = Stream(node.Id) })],
        Edges = [.. view.Edges.Select(edge => edge with { From = Stream(edge.From), To = Stream(edge.To) })],
    };

    /// <summary>A lot's history: what the reader had a part in as it was recorded, the rest without the labels of others' papers.</summary>
    public VeiledHistory Over(LotHistory history, LotFacts lot)
    {
        var facts = lot.Facts.Concat(lot.Corrected).ToDictionary(fact => fact.Sequence);
        return new(Name(history.LotId), [.. history.Entries.Select(entry => Over(entry, facts[entry.Sequence]))]);
    }

    public byte[] Bytes<T>(T view, Func<ViewJson, JsonTypeInfo<T>> type) => VeiledJson.Bytes(view, type, this);

    private bool Knows<TId>(TId id)
        where TId : struct, ITextId<TId>, IPartyScopedId => id.Creator == reader || known.HasId(id.Value);

    private void AddOwn(IReadOnlyList<AnswerView> answers) =>
        known.Add(answers.Where(answer => answer.By == reader).Select(answer => answer.CustodyEvent));

    private JsonElement Over(HistoryEntry entry, Fact fact)
    {
        // Who has it is told by all that is known of the lot, not by this record.
        if (Sight.HasPart(fact, reader))
            return JsonSerializer.SerializeToElement(
                entry with { Custodian = Over(entry.Custodian), Owner = Over(entry.Owner) }, ViewJson.Plain.HistoryEntry);
        var veiled = entry with { Sheet = null, Data = Open(VeiledJson.Element(fact.Event, this)) };
        return VeiledJson.Element(veiled, json => json.HistoryEntry, this);
    }

    // A record, a lot of a transfer, or a word.
    private FindingContent Over(FindingContent content) => content with
    {
        Subject = Stream(content.Subject),
        Discriminator = Guid.TryParseExact(content.Discriminator, "D", out var id)
            ? Name(new CustodyEventId(id)).ToString() : Stream(content.Discriminator),
    };

    private PartyId? Over(PartyId? party) => party is { } known ? new PartyId(Name(known)) : null;

    private string Hide(string name)
    {
        if (!_hidden.TryGetValue(name, out var other)) _hidden[name] = other = pseudonyms.Of(reader, name);
        return other;
    }

    private static JsonElement Open(JsonElement data)
    {
        var members = JsonObject.Create(data)!;
        if (members.ContainsKey("seal") || members.ContainsKey("certificate")) members.Remove("replaces");
        foreach (var label in Labels) members.Remove(label);
        return JsonSerializer.SerializeToElement(members, SecrecyJson.Default.JsonObject);
    }
}

/// <summary>A lot's history as one reader may see it; members as in <see cref="LotHistory"/>.</summary>
internal sealed record VeiledHistory(string LotId, IReadOnlyList<JsonElement> Entries);
