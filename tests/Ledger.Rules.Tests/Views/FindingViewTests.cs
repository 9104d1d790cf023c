using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Tests.Recorders;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Tests.Views;

public sealed class FindingViewTests
{
    private static readonly Guid Id = Guid.Parse("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c09");
    private static readonly LocalDate Friday = new(2026, 3, 6);

    private static readonly FindingContent Content = new(
        "R6", 1, 0, "run:mill:1", "", FindingTier.Incident, new([], 0, ""), 60, 66, 1.2m, "kg", "x", [new("mill")], null);

    private static readonly LedgerEvent[] Events =
    [
        new FindingRaised(Id, Content, Friday),
        new FindingAmended(Id, Content with { Observed = 67, Parties = [new("coop")] }, new(2026, 3, 9)),
        new FindingWithdrawn(Id, WithdrawalReason.Explained, new(2026, 3, 10)), new FindingRestored(Id, Content, new(2026, 3, 11)),
    ];

    [Fact]
    public void A_finding_is_what_its_events_left_of_it()
    {
        var withdrawn = FindingView.WithHistory(Facts(Events[..3]))!;
        Assert.Equal((FindingStatus.Withdrawn, 67m, 3), (withdrawn.Status, withdrawn.Content.Observed, withdrawn.Version));
        Assert.Equal((Friday, new LocalDate(2026, 3, 10), true), (withdrawn.RaisedOn, withdrawn.ChangedOn, withdrawn.HasFlagged));
        Assert.Equal(["finding_raised", "finding_amended", "finding_withdrawn"], withdrawn.History!.Select(entry => entry.Type));
        Assert.Equal([66m, 67m, null], withdrawn.History!.Select(entry => entry.Content?.Observed));
        Assert.Equal(["coop", "mill"], withdrawn.Named.Select(party => party.Value));
        Assert.Equal((FindingStatus.Active, 4), (FindingView.Of(Facts(Events))!.Status, FindingView.Of(Facts(Events))!.Version));
        Assert.Null(FindingView.Of(Facts([])));
    }

    [Fact]
    public void An_incident_is_withdrawn_with_its_finding_and_flagged_again_with_it()
    {
        var flagged = (5L, new IncidentFlagged(Guid.NewGuid(), Id, "R6", "run:mill:1", [new("mill")], Friday));
        IncidentState StateAfter(int events) => IncidentView.Of(Facts(Events[..events]) with { Flagged = flagged })!.State;
        Assert.Equal(
            [IncidentState.Flagged, IncidentState.Flagged, IncidentState.Withdrawn, IncidentState.Flagged],
            Enumerable.Range(1, 4).Select(StateAfter));
        Assert.Null(IncidentView.Of(Facts(Events)));
    }

    [Theory]
    [InlineData("2026-03-06", 10, "2026-03-20")] // raised on a Friday: two weeks on
    [InlineData("2026-03-07", 1, "2026-03-09")]
    [InlineData("2026-03-08", 5, "2026-03-13")]
    [InlineData("2026-03-04", 3, "2026-03-09")]
    [InlineData("2026-03-07", 0, "2026-03-07")]
    public void Working_days_are_Monday_to_Friday(string from, int count, string expected) =>
        Assert.Equal(Date(expected), WorkingDays.After(Date(from), count));

    [Fact]
    public void Others_see_it_after_ten_working_days_or_as_many_as_the_setting_said_when_it_was_raised()
    {
        var view = FindingView.Of(Facts(Events))!;
        Assert.Equal((new(2026, 3, 20), false, true), (view.OpensOn, view.IsOpen(new(2026, 3, 19)), view.IsOpen(new(2026, 3, 20))));

        Instant[] changedOn = [Instant.FromUtc(2026, 3, 6, 0, 0), Instant.FromUtc(2026, 3, 6, 0, 1)];
        Assert.Equal([new LocalDate(2026, 3, 9), new LocalDate(2026, 3, 20)], changedOn.Select(from => FindingView.Of(Facts(Events) with
        {
            Settings = RuleSettings.Of(DatedSettings.Fold([new SettingChanged(default, "finding.answerWorkingDays", 1, from)])),
        })!.OpensOn));
    }

    [Fact]
    public void Raised_before_any_day_was_closed_its_days_count_from_its_recording()
    {
        var raised = new FindingRaised(Id, Content, ClosedDays.BeforeAll);
        Assert.Equal(new(2026, 3, 20), FindingView.Of(Facts([raised]))!.OpensOn);
    }

    [Theory]
    [InlineData("mill", null, true)]
    [InlineData("coop", null, true)] // named later on
    [InlineData("agency", "mill", true)] // for one without an account
    [InlineData("agency", "trader", false)]
    [InlineData("trader", null, false)]
    public void An_answer_of_anyone_named_opens_it_and_nobody_elses(string by, string? countersigned, bool opens)
    {
        var world = new World();
        var recorder = world.By(by, "03-07");
        if (countersigned is not null) recorder.CountersignedBy(countersigned);
        Answer(recorder);

        var view = FindingView.Of(Facts(Events, world))!;

        var answer = Assert.Single(view.Answers);
        Assert.Equal((by, opens, null), (answer.By.Value, answer.IsNamed, answer.Text));
        Assert.Equal(opens ? Friday : new LocalDate(2026, 3, 20), view.OpensOn);
    }

    [Fact]
    public void An_answer_that_was_taken_back_does_not_count()
    {
        var world = new World();
        world.By("mill", "03-08").Corrected(Answer(world.By("mill", "03-07")));
        Assert.Empty(FindingView.Of(Facts(Events, world))!.Answers);
        Assert.Equal(new(2026, 3, 20), FindingView.Of(Facts(Events, world))!.OpensOn);
    }

    [Theory]
    [InlineData("R20", FindingTier.Review, Audience.Integrity)]
    [InlineData("R22", FindingTier.Incident, Audience.Integrity)]
    [InlineData("R27", FindingTier.Review, Audience.Integrity)]
    [InlineData("R1", FindingTier.Integrity, Audience.Integrity)]
    [InlineData("R1", FindingTier.Incident, Audience.Concerned)]
    public void What_is_about_single_agents_is_for_an_integrity_officer_alone_and_never_opens(
        string rule, FindingTier tier, Audience audience)
    {
        var view = FindingView.Of(Facts([new FindingRaised(Id, Content with { Rule = rule, Tier = tier }, Friday)]))!;
        Assert.Equal((audience, audience == Audience.Concerned), (view.Audience, view.IsOpen(new(2030, 1, 1))));
    }

    private static CustodyEventId Answer(Recorder by) =>
        by.Post("finding-answered", new() { ["findingId"] = Id.ToString(), ["text"] = "It rained." });

    private static FindingFacts Facts(LedgerEvent[] events, World? world = null)
    {
        var book = (world ?? new World()).Arrived();
        return FindingFacts.Assemble(
            Id, events.Select((each, index) => new FindingEntry(index + 1, index + 1, Instant.FromUtc(2026, 3, 6, 20, index), each)), null,
            book.Stream(StreamName.FindingAnswer(new(Id))), book.Effectiveness, RuleSettings.Default);
    }

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
