using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Guarded;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;

namespace Ledger.Api.Parties;

/// <summary>
/// GET /v1/parties, /v1/parties/{id}, its /details, and /v1/memberships/{id}. Ids, roles and standing are open to every key; what a
/// party is called, and by whom it is owned, is for itself, the programme and auditors.
/// </summary>
internal sealed class PartyRegister(
    GuardedStreams streams, IEventStore store, SealedReader sealedParts, RegisterQueries queries, Progress progress)
{
    public static readonly Aggregate<RegisteredParty> Parties = new(RegisteredParty.Unknown, RegisteredParty.Fold);
    public static readonly Aggregate<Membership> Memberships = new(Membership.None, Membership.Fold);

    public static string AddressOf(PartyId party) => "/v1/parties/" + party;

    public static string MembershipOf(PartyId party) => "/v1/memberships/" + party;

    public static Task Get(HttpContext context, string id, PartyRegister parties) => parties.GetAsync(context, id);

    public static Task GetDetails(HttpContext context, string id, PartyRegister parties) => parties.GetDetailsAsync(context, id);

    public static Task GetMembership(HttpContext context, string id, PartyRegister parties) => parties.GetMembershipAsync(context, id);

    public static Task List(HttpContext context, PartyRegister parties) => parties.ListAsync(context);

    private async Task GetAsync(HttpContext context, string id)
    {
        var (head, history) = await HistoryAsync(context, id, StreamName.Party);
        var view = history.Aggregate((PartyView?)null, (was, next) => PartyView.After(was, next.Event))
            ?? throw new RefusedException(new(Problem.NotFound, "No party with this id is in the register."));
        view = view with { History = [.. history.Select(RegisterEntry.Of)] };
        await Answers.VersionAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.PartyView), view.Version, head);
    }

    /// <summary>As of the latest decision. Erased, unknown or not for this caller: it looks the same.</summary>
    private async Task GetDetailsAsync(HttpContext context, string id)
    {
        var caller = context.Caller();
        var isFor = caller.Organisation.Value == id || Rights.Allows(caller.Roles, Operation.ReadAnyPartyDetails);
        var (head, history) = isFor ? await HistoryAsync(context, id, StreamName.Party) : (0, []);
        var part = history.LastOrDefault(fact => fact.Event is PartyRegistered or PartyChanged) is { } latest
            ? await sealedParts.FindAsync(latest.EventId, Code<SealedKind>.Name(SealedKind.PartyDetails), context.RequestAborted) : null;
        if (part is null) throw new RefusedException(new(Problem.NotFound, "No details of a party with this id that you may see."));
        await Answers.JsonAsync(context, part.Body, head);
    }

    private async Task GetMembershipAsync(HttpContext context, string id)
    {
        var (head, history) = await HistoryAsync(context, id, StreamName.Membership);
        var view = history.Aggregate((MembershipView?)null, MembershipView.After)
            ?? throw new RefusedException(new(Problem.NotFound, "This party never applied for membership."));
        view = view with { History = [.. history.Select(RegisterEntry.Of)] };
        await Answers.VersionAsync(context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.MembershipView), view.Version, head);
    }

    private async Task ListAsync(HttpContext context)
    {
        var filter = new PartyFilter(
            Answers.Text(context, "country"), Answers.Code<PartyRole>(context, "role"),
            Answers.Code<MembershipState>(context, "membership"));
        var page = await queries.PartiesAsync(
            filter, Answers.Order(context, ListOrders.Parties), Answers.Text(context, "cursor"), Answers.Limit(context),
            context.RequestAborted);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(context.RequestAborted));
    }

    private async Task<(long Head, IReadOnlyList<RegisterFact> History)> HistoryAsync(
        HttpContext context, string id, Func<PartyId, StreamName> streamOf)
    {
        var head = await store.HeadAsync(context.RequestAborted);
        return (head, PartyId.TryParse(id) is { } party ? await streams.HistoryAsync(streamOf(party), 0, context.RequestAborted) : []);
    }
}
