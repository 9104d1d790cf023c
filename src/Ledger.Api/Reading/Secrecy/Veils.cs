using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>Draws the veil over an answer: who the caller dealt with stands by name, everybody else by role and pseudonym.</summary>
internal sealed class Veils(
    Pseudonyms pseudonyms, SubjectLoader loader, RegisterQueries registers, IClock clock, LedgerOptions options)
{
    /// <summary>In the ledger's time zone: what was shared until a day is shown on that day too.</summary>
    public LocalDate Today => clock.GetCurrentInstant().InZone(options.TimeZone).Date;

    /// <summary>Null for a caller who may know everybody.</summary>
    public Veil? Over(Caller caller, IEnumerable<Fact> facts, params IEnumerable<PartyId> alsoKnown)
    {
        if (Sight.IsUnlimited(caller)) return null;
        var known = new HashSet<PartyId>(alsoKnown) { caller.Organisation };
        foreach (var fact in facts)
            if (Sight.HasPart(fact, caller.Organisation)) Add(known, fact);
        return new(caller.Organisation, known, pseudonyms);
    }

    /// <summary>Over a lot, which may have been shown to the caller by whoever owns it: that is consent to be named.</summary>
    public Veil? Over(Caller caller, LotFacts lot, params IEnumerable<PartyId> alsoKnown) => Over(
        caller, lot.Facts.Concat(lot.Corrected), [.. alsoKnown, .. Sight.SharedWith(caller.Organisation, lot).Select(shared => shared.Fact.RecordedBy)]);

    /// <summary>Over what findings are about, by subject.</summary>
    public async Task<IReadOnlyDictionary<string, Veil>> OverAsync(
        Caller caller, IEnumerable<string> subjects, CancellationToken cancellation)
    {
        var veils = new Dictionary<string, Veil>(StringComparer.Ordinal);
        foreach (var subject in Sight.IsUnlimited(caller) ? [] : subjects.Distinct())
            veils[subject] = Over(caller, await FactsAsync(subject, cancellation))!;
        return veils;
    }

    /// <summary>The id a caller asks for, by its own name or by the one the caller was given.</summary>
    public TId? Resolve<TId>(Caller caller, string id)
        where TId : struct, ITextId<TId> => TId.TryParse(id) ?? pseudonyms.Resolve<TId>(caller.Organisation, id);

    /// <summary>The view as its reader may see it, with the roles of whoever stands under another name in <c>counterparties</c>.</summary>
    public async Task<ReadOnlyMemory<byte>> BytesAsync<T>(
        T view, Func<ViewJson, JsonTypeInfo<T>> type, Veil? veil, CancellationToken cancellation)
    {
        if (veil is null) return JsonSerializer.SerializeToUtf8Bytes(view, type(ViewJson.Plain));
        return await WithRolesAsync(VeiledJson.Bytes(view, type, veil), [veil], cancellation);
    }

    /// <param name="json">An object.</param>
    /// <param name="veils">Those drawn over what is in it.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<ReadOnlyMemory<byte>> WithRolesAsync(
        ReadOnlyMemory<byte> json, IEnumerable<Veil> veils, CancellationToken cancellation)
    {
        var hidden = veils.SelectMany(veil => veil.Hidden).DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value);
        if (hidden.Count == 0) return json;
        var roles = await registers.RolesAsync([.. hidden.Keys], cancellation);
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        output.Write(json.Span[..^1]);
        output.Write(",\"counterparties\":"u8);
        IReadOnlyList<Counterparty> counterparties = [.. hidden.Select(pair => new Counterparty(pair.Value, roles.GetValueOrDefault(pair.Key, [])))
            .OrderBy(counterparty => counterparty.Name, StringComparer.Ordinal)];
        output.Write(JsonSerializer.SerializeToUtf8Bytes(counterparties, SecrecyJson.Default.IReadOnlyListCounterparty));
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private async Task<IEnumerable<Fact>> FactsAsync(string subject, CancellationToken cancellation)
    {
        var stream = new StreamName(subject);
        var key = subject[Math.Min(stream.Kind.Length + 1, subject.Length)..];
        return stream.Kind switch
        {
            "lot" or "origin" when LotId.TryParse(key) is { } lot =>
                (await loader.LotsAsync([lot], Horizon.Now, cancellation))[lot] is var facts ? facts.Facts.Concat(facts.Corrected) : [],
            "tag" when TagId.TryParse(key) is { } tag =>
                (await loader.TagsAsync([tag], withLots: true, Horizon.Now, cancellation))[tag].Lots.Values.SelectMany(lot => lot.Facts),
            "run" or "cycle" when RunId.TryParse(key) is { } run =>
                (await loader.RunsAsync([run], Horizon.Now, cancellation))[run].Parts.Select(part => part.Fact),
            "sale" or "movement" or "delivery" =>
                (await loader.TransfersAsync([subject], withLots: false, Horizon.Now, cancellation))[subject].Facts,
            _ => [],
        };
    }

    private static void Add(HashSet<PartyId> known, Fact fact)
    {
        known.Add(fact.RecordedBy);
        known.UnionWith(fact.Headers.Countersigned?.Select(each => each.Party) ?? []);
        if (fact.Headers.Place?.PartyId is { } place) known.Add(place);
        var named = NamedParties.In(fact.Event);
        known.UnionWith(named.Parties);
        known.UnionWith(named.Makers);
    }
}
