using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>A party as the register has it; what it is called is sealed.</summary>
/// <param name="Version">Decisions so far.</param>
/// <param name="History">All decisions, oldest first; only where one party is asked for.</param>
public sealed record PartyView(
    PartyId PartyId, CountryCode Country, IReadOnlyList<PartyRole> Roles, int Version, IReadOnlyList<RegisterEntry>? History = null)
{
    /// <summary>Folds one more event of the party's stream into what it was; other events change nothing.</summary>
    public static PartyView? After(PartyView? was, LedgerEvent next) => next switch
    {
        PartyRegistered registered => new(registered.Party, registered.Country, registered.Roles, 1),
        PartyChanged changed when was is not null =>
            was with { Country = changed.Country, Roles = changed.Roles, Version = was.Version + 1 },
        _ => was,
    };
}

/// <summary>Where a party stands with the programme.</summary>
/// <param name="Kind">What it applied for last.</param>
/// <param name="Ground">Why it is suspended; absent when it is not.</param>
/// <param name="Since">When the ledger wrote the latest decision.</param>
/// <param name="Version">Decisions so far.</param>
/// <param name="History">All of them, oldest first; only where one membership is asked for.</param>
public sealed record MembershipView(
    PartyId PartyId, MembershipState State, MembershipKind Kind, MemberSuspensionGround? Ground, Instant Since, int Version,
    IReadOnlyList<RegisterEntry>? History = null)
{
    /// <summary>Folds one more event of the membership's stream into what it was; other events change nothing.</summary>
    public static MembershipView? After(MembershipView? was, RegisterFact next) => next.Event switch
    {
        MembershipApplied applied => new(applied.Party, MembershipState.Applied, applied.Kind, null, next.RecordedAt, next.Version),
        MembershipReviewed { Verdict: Verdict.Approved } => was?.Now(MembershipState.Member, next),
        MembershipReviewed => was?.Now(MembershipState.Declined, next),
        MemberSuspended suspended => was?.Now(MembershipState.Suspended, next, suspended.Ground),
        MemberReadmitted => was?.Now(MembershipState.Member, next),
        _ => was,
    };

    private MembershipView Now(MembershipState state, RegisterFact next, MemberSuspensionGround? ground = null) =>
        this with { State = state, Ground = ground, Since = next.RecordedAt, Version = next.Version };
}

/// <summary>A party in the list of parties, with its membership.</summary>
/// <param name="Membership">Null where it never applied.</param>
public sealed record PartyLine(PartyId PartyId, CountryCode? Country, IReadOnlyList<PartyRole> Roles, MembershipView? Membership)
{
    /// <summary>The party an event of a party's or membership's stream is about; null for other events.</summary>
    public static PartyId? IdIn(LedgerEvent next) => next switch
    {
        PartyRegistered registered => registered.Party,
        PartyChanged changed => changed.Party,
        MembershipApplied applied => applied.Party,
        MembershipReviewed reviewed => reviewed.Party,
        MemberSuspended suspended => suspended.Party,
        MemberReadmitted readmitted => readmitted.Party,
        _ => null,
    };

    /// <summary>Folds one more event of either stream into what the line was.</summary>
    public static PartyLine After(PartyLine? was, RegisterFact next)
    {
        var line = was ?? new PartyLine(IdIn(next.Event)!.Value, null, [], null);
        return next.Event switch
        {
            PartyRegistered registered => line with { Country = registered.Country, Roles = registered.Roles },
            PartyChanged changed => line with { Country = changed.Country, Roles = changed.Roles },
            _ => line with { Membership = MembershipView.After(line.Membership, next) },
        };
    }
}
