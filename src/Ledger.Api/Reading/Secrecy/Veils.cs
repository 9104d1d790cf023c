using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading.Secrecy;

/// <summary>Draws the veil over an answer: who the caller dealt with stands by name, everybody else by role and pseudonym.</summary>
internal sealed class Veils(
    Pseudonyms pseudonyms, SubjectSight subjects, CustodyRecords records, RegisterQueries registers, Progress progress)
{
    /// <summary>Null for a caller who may know everybody.</summary>
    public Veil? Over(Caller caller, IReadOnlyCollection<Fact> facts) =>
        Sight.IsUnlimited(caller) ? null : new(caller.Organisation, Known.From(caller, facts), pseudonyms);

    /// <summary>Over lots; where its owner has shown one to the caller that is consent to be named.</summary>
    public Veil? Over(Caller caller, params IReadOnlyCollection<LotFacts> lots)
    {
        if (Sight.IsUnlimited(caller)) return null;
        var known = Known.From(caller, [.. lots.SelectMany(lot => lot.Facts.Concat(lot.Corrected))]);
        foreach (var (fact, _) in lots.SelectMany(lot => Sight.SharedWith(caller.Organisation, lot))) known.AddShared(fact);
        return new(caller.Organisation, known, pseudonyms);
    }

    /// <summary>Over findings or incidents, each by what it is about. Empty for a caller who may know everybody.</summary>
    public async Task<IReadOnlyList<Veil>> OverAsync(
        Caller caller, IReadOnlyList<(string Subject, IEnumerable<CustodyEventId> Evidence)> found, CancellationToken cancellation)
    {
        if (Sight.IsUnlimited(caller)) return [];
        var own = await records.RecordedByAsync(caller.Organisation, [.. found.SelectMany(each => each.Evidence).Distinct()], cancellation);
        var bySubject = new Dictionary<string, Veil>(StringComparer.Ordinal);
        foreach (var subject in found.Select(each => each.Subject).Distinct())
        {
            var known = Known.From(caller, await subjects.FactsAsync(subject, cancellation));
            known.Add(own);
            bySubject[subject] = new(caller.Organisation, known, pseudonyms);
        }

        return [.. found.Select(each => bySubject[each.Subject])];
    }

    /// <summary>The id a caller asks for, by its own name or by the one the caller was given.</summary>
    public TId? Resolve<TId>(Caller caller, string id)
        where TId : struct, ITextId<TId> => TId.TryParse(id) ?? pseudonyms.Resolve<TId>(caller.Organisation, id);

    /// <summary>The same, where a field must hold one.</summary>
    /// <exception cref="RefusedException">It holds none.</exception>
    public TId Resolve<TId>(Caller caller, string id, string field)
        where TId : struct, ITextId<TId> => Resolve<TId>(caller, id)
        ?? throw new RefusedException(new(Problem.FieldErrors, Errors: [new(field, $"must be {TId.Form}")]));

    /// <summary>
    /// False where a caller asks by an id of somebody it did not deal with: an answer would tell who stands under the name it was given.
    /// </summary>
    public static bool MayAsk<TId>(Veil? veil, string id, TId meant)
        where TId : struct, ITextId<TId>, IPartyScopedId => veil is null || id != meant.Value || veil.MayAskFor(meant);

    /// <summary>The subject a caller asks for; null where the caller cannot know it by that name.</summary>
    public async Task<string?> ResolveAsync(Caller caller, string subject, CancellationToken cancellation)
    {
        if (Sight.IsUnlimited(caller)) return subject;
        var (kind, key) = Parts(subject);
        // Ids of lots, runs, sales and movements have one form.
        if (pseudonyms.Resolve<LotId>(caller.Organisation, key) is { } id) return $"{kind}:{id}";
        var veil = (await OverAsync(caller, [(subject, [])], cancellation))[0];
        var mayAsk = LotId.TryParse(key) is { } own ? veil.MayAskFor(own) : veil.Stream(subject) == subject;
        return mayAsk ? subject : null;
    }

    /// <summary>
    /// Answers with the view as its reader may see it, with the roles of whoever stands under another name in <c>counterparties</c>.
    /// </summary>
    public async Task AnswerAsync<T>(HttpContext context, T view, Func<ViewJson, JsonTypeInfo<T>> type, Veil? veil)
    {
        var json = veil is null ? JsonSerializer.SerializeToUtf8Bytes(view, type(ViewJson.Plain))
            : await WithRolesAsync(veil.Bytes(view, type), [veil], context.RequestAborted);
        await Answers.JsonAsync(context, json, await progress.ViewsAsync(context.RequestAborted));
    }

    /// <param name="json">An object with at least one member.</param>
    /// <param name="veils">Those drawn over what is in it.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<ReadOnlyMemory<byte>> WithRolesAsync(
        ReadOnlyMemory<byte> json, IEnumerable<Veil> veils, CancellationToken cancellation)
    {
        var hidden = veils.SelectMany(veil => veil.Hidden).DistinctBy(pair => pair.Key)
            .OrderBy(pair => pair.Value, StringComparer.Ordinal).ToList();
        if (hidden.Count == 0) return json;
        var roles = await registers.RolesAsync([.. hidden.Select(pair => pair.Key)], cancellation);
        IReadOnlyList<Counterparty> counterparties = [.. hidden.Select(pair => new Counterparty(
            pair.Value, SmelterId.TryParse(pair.Key) is null ? roles.GetValueOrDefault(pair.Key, []) : ["smelter"]))];
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        output.Write(json.Span[..^1]);
        output.Write(",\"counterparties\":"u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(counterparties, SecrecyJson.Default.IReadOnlyListCounterparty));
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    /// <summary>Kind and key of a stream's name.</summary>
    public static (string Kind, string Key) Parts(string stream) =>
        stream.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (stream[..colon], stream[(colon + 1)..]) : ("", stream);
}
