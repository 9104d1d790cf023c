using Ledger.Domain.Guarded;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.Guarded.Parties;
using Ledger.Domain.Guarded.Sites;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using static Ledger.Domain.Tests.Guarded.GuardedExamples;

namespace Ledger.Domain.Tests.Guarded;

public class RegisterTests
{
    private static readonly PartyDetails Details = new("Abahizi Ltd", null, null, [], []);
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public void A_party_is_registered_once_and_changed_only_when_registered()
    {
        RegisterParty register = new(Id(1), Party, Rwanda, [PartyRole.Trader], Details);
        ChangeParty change = new(Id(2), Party, Rwanda, [PartyRole.Exporter], Details);
        var known = RegisteredParty.Fold(RegisterParty.Decide(register, RegisteredParty.Unknown).Events);

        ThenRejected(RegisterParty.Decide(register with { Id = Id(3) }, known), "party-exists");
        ThenRejected(ChangeParty.Decide(change, RegisteredParty.Unknown), "party-unknown");
        Assert.Equal([PartyRole.Exporter],
            Assert.IsType<PartyChanged>(Assert.Single(ChangeParty.Decide(change, known).Events)).Roles);
        ThenNothing(RegisterParty.Decide(register, known));
        ThenNothing(ChangeParty.Decide(
            change, RegisteredParty.Fold(known, ChangeParty.Decide(change, known).Events[0])));
    }

    [Fact]
    public void Who_a_party_is_stands_in_the_sealed_part_alone()
    {
        RegisterParty register = new(Id(1), Party, Rwanda, [PartyRole.Trader], Details);

        Assert.DoesNotContain("Abahizi", Text(EventTypes.Serialize(
            RegisterParty.Decide(register, RegisteredParty.Unknown).Events[0])), StringComparison.Ordinal);
        Assert.Contains("Abahizi", Text(Assert.Single(register.Sealed()).Json), StringComparison.Ordinal);
    }

    [Fact]
    public void Baselines_of_a_site_follow_each_other_in_time()
    {
        ApproveBaseline approve = new(Id(1), Site, March, 40, Mass.FromKg(900), null);
        var known = MineSite.Unknown with { Exists = true };
        var approved = MineSite.Fold(known, ApproveBaseline.Decide(approve, known).Events[0]);

        ThenNothing(ApproveBaseline.Decide(approve, approved));
        ThenRejected(ApproveBaseline.Decide(approve, MineSite.Unknown), "site-unknown");
        ThenRejected(ApproveBaseline.Decide(
            approve with { Id = Id(2), From = March.PlusDays(-1) }, approved), "site-baseline-out-of-order");
        Assert.Null(ApproveBaseline.Decide(approve with { Id = Id(2) }, approved).Rejection);
    }

    [Fact]
    public void Entries_of_a_protected_area_follow_each_other_in_time()
    {
        ProtectArea protect = new(Id(1), new("A-1"), AreaKind.Protected, "Demo forest", March, new([new(0, 0, [new(29, -2)])]));
        EndAreaProtection end = new(Id(2), new("A-1"), March.PlusDays(9));
        var entered = ProtectedArea.Fold(ProtectArea.Decide(protect, ProtectedArea.Unknown).Events);
        var ended = ProtectedArea.Fold(entered, EndAreaProtection.Decide(end, entered).Events[0]);

        ThenNothing(ProtectArea.Decide(protect, ended));
        ThenNothing(EndAreaProtection.Decide(end, ended));
        ThenRejected(ProtectArea.Decide(protect with { Id = Id(3), From = March.PlusDays(-1) }, entered), "area-out-of-order");
        ThenRejected(ProtectArea.Decide(protect with { Id = Id(3), From = March.PlusDays(8) }, ended), "area-out-of-order");
        ThenRejected(EndAreaProtection.Decide(end with { From = March.PlusDays(-1) }, entered), "area-out-of-order");
        ThenRejected(EndAreaProtection.Decide(end, ProtectedArea.Unknown), "area-not-protected");
        ThenRejected(EndAreaProtection.Decide(end with { Id = Id(3) }, ended), "area-not-protected");
        Assert.Null(ProtectArea.Decide(protect with { Id = Id(3) }, entered).Rejection); // an outline from the same day takes its place
        Assert.Null(ProtectArea.Decide(protect with { Id = Id(3), From = March.PlusDays(9) }, ended).Rejection);
    }

    [Fact]
    public void A_shore_is_no_protected_area_and_an_area_keeps_its_kind()
    {
        ProtectArea draw = new(Id(1), new("L-1"), AreaKind.Water, "Demo lake", March, new([new(0, 0, [new(29, -2)])]));
        EndAreaProtection end = new(Id(2), new("L-1"), March.PlusDays(9));
        var events = ProtectArea.Decide(draw, ProtectedArea.Unknown).Events;
        var drawn = ProtectedArea.Fold(events);
        var ended = ProtectedArea.Fold(drawn, EndAreaProtection.Decide(end, drawn).Events[0]);

        Assert.Equal(["area_mapped", "area_outlined"], events.Select(EventTypes.NameOf));
        Assert.Equal("area_unmapped", EventTypes.NameOf(EndAreaProtection.Decide(end, drawn).Events[0]));
        ThenNothing(ProtectArea.Decide(draw, ended));
        ThenNothing(EndAreaProtection.Decide(end, ended));
        ThenRejected(ProtectArea.Decide(draw with { Id = Id(3), Kind = AreaKind.Protected }, drawn), "area-of-other-kind");
        ThenRejected(
            ProtectArea.Decide(draw with { Id = Id(3), Kind = AreaKind.Border, From = March.PlusDays(9) }, ended), "area-of-other-kind");
        ThenRejected(EndAreaProtection.Decide(end with { Id = Id(3) }, ended), "area-not-mapped");
        Assert.Null(ProtectArea.Decide(draw with { Id = Id(3), From = March.PlusDays(9) }, ended).Rejection);
    }

    /// <summary>Every command in every state: what is not in the table is rejected.</summary>
    [Theory]
    [InlineData(MembershipState.None, "apply")]
    [InlineData(MembershipState.Applied, "review")]
    [InlineData(MembershipState.Declined, "apply")]
    [InlineData(MembershipState.Member, "suspend")]
    [InlineData(MembershipState.Suspended, "readmit")]
    public void In_each_state_of_membership_one_command_is_possible(MembershipState state, string possible)
    {
        Membership membership = new([], state);
        Dictionary<string, Decision> decisions = new()
        {
            ["apply"] = ApplyForMembership.Decide(new(Id(1), Party, MembershipKind.Full), membership),
            ["review"] = ReviewMembership.Decide(new(Id(2), Party, Verdict.Approved), membership),
            ["suspend"] = SuspendMember.Decide(new(Id(3), Party, MemberSuspensionGround.Incident), membership),
            ["readmit"] = ReadmitMember.Decide(new(Id(4), Party), membership),
        };

        Assert.All(decisions, pair => Assert.Equal(pair.Key == possible, pair.Value.Rejection is null));
        Assert.Single(decisions[possible].Events);
    }

    [Fact]
    public void Membership_follows_application_review_suspension_and_readmission()
    {
        List<LedgerEvent> events = [];
        void Do(Decision decision, MembershipState then)
        {
            events.AddRange(decision.Events);
            Assert.Equal(then, Membership.Fold(events).State);
        }

        Do(ApplyForMembership.Decide(new(Id(1), Party, MembershipKind.Full), Membership.Fold(events)),
            MembershipState.Applied);
        Do(ReviewMembership.Decide(new(Id(2), Party, Verdict.Declined), Membership.Fold(events)),
            MembershipState.Declined);
        Do(ApplyForMembership.Decide(new(Id(3), Party, MembershipKind.Full), Membership.Fold(events)),
            MembershipState.Applied);
        Do(ReviewMembership.Decide(new(Id(4), Party, Verdict.Approved), Membership.Fold(events)),
            MembershipState.Member);
        Do(SuspendMember.Decide(new(Id(5), Party, MemberSuspensionGround.Incident), Membership.Fold(events)),
            MembershipState.Suspended);
        Do(ReadmitMember.Decide(new(Id(6), Party), Membership.Fold(events)), MembershipState.Member);

        ThenNothing(ApplyForMembership.Decide(new(Id(1), Party, MembershipKind.Full), Membership.Fold(events)));
        ThenNothing(SuspendMember.Decide(new(Id(5), Party, MemberSuspensionGround.Incident), Membership.Fold(events)));
    }

    [Fact]
    public void A_site_is_registered_before_anything_else_is_said_of_it()
    {
        RegisterSite register = new(Id(1), Site, Description);
        var known = MineSite.Fold(RegisterSite.Decide(register, MineSite.Unknown).Events);

        ThenRejected(RegisterSite.Decide(register with { Id = Id(9) }, known), "site-exists");
        ThenNothing(RegisterSite.Decide(register, known));
        ThenRejected(ChangeSite.Decide(new(Id(2), Site, Description), MineSite.Unknown), "site-unknown");
        Assert.IsType<SiteChanged>(Assert.Single(ChangeSite.Decide(new(Id(2), Site, Description), known).Events));
        ThenRejected(DetermineSiteStatus.Decide(
            new(Id(3), Site, SiteStatus.Red, new("RMB"), March, null), MineSite.Unknown), "site-unknown");
        ThenRejected(
            ChangeSiteActivity.Decide(new(Id(4), Site, SiteActivity.Active, March), MineSite.Unknown), "site-unknown");
    }

    [Fact]
    public void Status_and_activity_follow_each_other_in_time()
    {
        var site = MineSite.Fold(
        [
            new SiteRegistered(Id(1), Site, Description),
                new SiteStatusDetermined(Id(2), Site, SiteStatus.Red, new("RMB"), March, null),
            new SiteActivityChanged(Id(3), Site, SiteActivity.Active, March),
        ]);
        DetermineSiteStatus green = new(Id(4), Site, SiteStatus.Green, new("RMB"), March, null);
        ChangeSiteActivity rest = new(Id(5), Site, SiteActivity.NonActive, March);

        Assert.Single(DetermineSiteStatus.Decide(green, site).Events);
        ThenRejected(
            DetermineSiteStatus.Decide(green with { From = March.PlusDays(-1) }, site), "site-status-out-of-order");
        Assert.Single(ChangeSiteActivity.Decide(rest, site).Events);
        ThenRejected(
            ChangeSiteActivity.Decide(rest with { From = March.PlusDays(-1) }, site), "site-activity-out-of-order");
    }

    [Fact]
    public void Status_and_activity_are_listed_in_the_order_of_their_published_codes()
    {
        Assert.Equal(["blue", "green", "yellow", "red"], Json.Code<SiteStatus>.All);
        Assert.Equal(["abandoned", "active", "non-active"], Json.Code<SiteActivity>.All);
    }

    private static string Text(byte[] json) => System.Text.Encoding.UTF8.GetString(json);

    private static void ThenNothing(Decision decision) => Assert.Equal(Decision.AlreadyDone, decision);

    private static void ThenRejected(Decision decision, string code)
    {
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
