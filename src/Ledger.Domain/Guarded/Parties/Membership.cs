using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded.Parties;

/// <summary>Where a party stands with the programme.</summary>
[JsonConverter(typeof(CodeJsonConverter<MembershipState>))]
public enum MembershipState { None, Applied, Declined, Member, Suspended }

/// <summary>A party's membership. Stream <c>membership:{id}</c>.</summary>
public sealed record Membership(ImmutableHashSet<CommandId> Done, MembershipState State)
{
    public static readonly Membership None = new([], MembershipState.None);

    public static Membership Fold(IEnumerable<LedgerEvent> events) => events.Aggregate(None, Fold);

    public static Membership Fold(Membership membership, LedgerEvent ledgerEvent) => ledgerEvent switch
    {
        MembershipApplied applied => membership.Then(applied, MembershipState.Applied),
        MembershipReviewed { Verdict: Verdict.Approved } admitted => membership.Then(admitted, MembershipState.Member),
        MembershipReviewed declined => membership.Then(declined, MembershipState.Declined),
        MemberSuspended suspended => membership.Then(suspended, MembershipState.Suspended),
        MemberReadmitted readmitted => membership.Then(readmitted, MembershipState.Member),
        _ => membership,
    };

    private Membership Then(GuardedLedgerEvent because, MembershipState state) =>
        new(Done.Add(because.CommandId), state);
}
