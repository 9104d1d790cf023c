using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded;

/// <summary>
/// Decides on commands to the registers as the service does, in memory and where no service is: each by the aggregate's own rule.
/// </summary>
public sealed class RegisterClerk
{
    private readonly Dictionary<StreamName, object> _states = [];

    /// <summary>What a command comes to, and in which stream.</summary>
    /// <param name="path">Where it is posted.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="json">Its body.</param>
    /// <exception cref="ArgumentException">The ledger would refuse it.</exception>
    public (StreamName Stream, IReadOnlyList<GuardedLedgerEvent> Events) Decide(string path, PartyId by, ReadOnlyMemory<byte> json)
    {
        using var body = JsonDocument.Parse(json);
        var root = body.RootElement;
        return path switch
        {
            "/v1/sites" => OfSite(root, RegisterSite.Read, command => command.Site, RegisterSite.Decide),
            "/v1/site-statuses" => OfSite(root, DetermineSiteStatus.Read, command => command.Site, DetermineSiteStatus.Decide),
            "/v1/parties" => Of(root, RegisterParty.Read, command => StreamName.Party(command.Party), RegisterParty.Decide,
                RegisteredParty.Unknown, RegisteredParty.Fold),
            "/v1/membership-applications" => OfMember(root, ApplyForMembership.Read, command => command.Party, ApplyForMembership.Decide),
            "/v1/membership-reviews" => OfMember(root, ReviewMembership.Read, command => command.Party, ReviewMembership.Decide),
            "/v1/tag-issues" => OfTags(root, IssueTags.Read, command => command.Tags.Series, IssueTags.Decide),
            "/v1/tag-requests" => OfTags(root, fields => RequestTags.Read(fields, by), command => command.Series, RequestTags.Decide),
            "/v1/tag-request-reviews" => OfTags(root, ReviewTagRequest.Read, command => command.Series, ReviewTagRequest.Decide),
            "/v1/tag-assignments" => OfTags(root, AssignTags.Read, command => command.Tags.Series, AssignTags.Decide),
            _ => throw new ArgumentException($"no register takes commands at {path}", nameof(path)),
        };
    }

    private (StreamName, IReadOnlyList<GuardedLedgerEvent>) OfSite<T>(
        JsonElement body, Func<Fields, T> read, Func<T, SiteId> site, Func<T, MineSite, Decision> decide) =>
        Of(body, read, command => StreamName.Site(site(command)), decide, MineSite.Unknown, MineSite.Fold);

    private (StreamName, IReadOnlyList<GuardedLedgerEvent>) OfMember<T>(
        JsonElement body, Func<Fields, T> read, Func<T, PartyId> party, Func<T, Membership, Decision> decide) =>
        Of(body, read, command => StreamName.Membership(party(command)), decide, Membership.None, Membership.Fold);

    private (StreamName, IReadOnlyList<GuardedLedgerEvent>) OfTags<T>(
        JsonElement body, Func<Fields, T> read, Func<T, string> series, Func<T, TagSeries, Decision> decide) =>
        Of(body, read, command => StreamName.TagSeries(series(command)), decide, TagSeries.Empty, TagSeries.Fold);

    private (StreamName, IReadOnlyList<GuardedLedgerEvent>) Of<TCommand, TState>(
        JsonElement body, Func<Fields, TCommand> read, Func<TCommand, StreamName> stream, Func<TCommand, TState, Decision> decide,
        TState empty, Func<TState, LedgerEvent, TState> fold)
        where TState : notnull
    {
        var errors = new List<FieldError>();
        var command = Fields.Read(body, errors, read);
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors), nameof(body));
        var name = stream(command);
        var state = _states.TryGetValue(name, out var known) ? (TState)known : empty;
        var decision = decide(command, state);
        if (decision.Rejection is { } rejection) throw new ArgumentException(rejection.ToString(), nameof(body));
        _states[name] = decision.Events.Aggregate(state, fold);
        return (name, [.. decision.Events.Cast<GuardedLedgerEvent>()]);
    }
}
