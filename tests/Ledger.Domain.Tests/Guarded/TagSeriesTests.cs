using Ledger.Domain.Guarded;
using Ledger.Domain.Guarded.Tags;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using static Ledger.Domain.Tests.Guarded.GuardedExamples;

namespace Ledger.Domain.Tests.Guarded;

public class TagSeriesTests
{
    private static readonly TagsIssued Issued = new(Id(1), Hundred);
    private static readonly TagsRequested Requested = new(Id(2), Id(2), Site, Party, TagKind.Mine, 50);
    private static readonly TagRequestReviewed Approved = new(Id(3), Id(2), Verdict.Approved, 40);

    [Fact]
    public void Tags_are_issued_once()
    {
        Then(IssueTags.Decide(new(Id(1), Hundred), TagSeries.Empty), Issued);
        ThenRejected(IssueTags.Decide(new(Id(9), Tags(100, 200)), Given(Issued)), "tags-already-issued");
        Then(IssueTags.Decide(new(Id(9), Tags(101, 200)), Given(Issued)), new TagsIssued(Id(9), Tags(101, 200)));
        Then(IssueTags.Decide(new(Id(9), Tags(1, 100, TagKind.Tailings)), Given(Issued)),
            new TagsIssued(Id(9), Tags(1, 100, TagKind.Tailings)));
    }

    [Fact]
    public void A_request_is_known_by_its_commands_id() =>
        Then(RequestTags.Decide(new(Id(2), "RW-1", Site, Party, TagKind.Mine, 50), TagSeries.Empty), Requested);

    [Fact]
    public void A_review_allows_at_most_what_was_asked_and_stands()
    {
        ReviewTagRequest review = new(Id(3), "RW-1", Id(2), Verdict.Approved, 40);

        Then(ReviewTagRequest.Decide(review, Given(Requested)), Approved);
        ThenRejected(ReviewTagRequest.Decide(review, TagSeries.Empty), "tag-request-unknown");
        ThenRejected(
            ReviewTagRequest.Decide(review with { Allowance = 51 }, Given(Requested)), "tag-allowance-too-large");
        ThenRejected(
            ReviewTagRequest.Decide(review with { Id = Id(4) }, Given(Requested, Approved)), "tag-request-reviewed");
    }

    public static TheoryData<int, int, string?> Assignments => new()
    {
        { 1, 40, null },
        { 61, 100, null },
        { 100, 100, null },
        { 1, 41, "tag-allowance-exceeded" },
        { 90, 101, "tags-not-issued" },
    };

    [Theory, MemberData(nameof(Assignments))]
    public void Tags_are_assigned_out_of_what_was_issued_and_within_the_allowance(int from, int to, string? code)
    {
        var decision = AssignTags.Decide(new(Id(4), Id(2), Tags(from, to)), Given(Issued, Requested, Approved));

        if (code is null) Then(decision, new TagsAssigned(Id(4), Id(2), Site, Tags(from, to)));
        else ThenRejected(decision, code);
    }

    [Fact]
    public void What_was_assigned_is_not_assigned_again_and_uses_up_the_allowance()
    {
        var half = Given(Issued, Requested, Approved, new TagsAssigned(Id(4), Id(2), Site, Tags(1, 20)));

        ThenRejected(AssignTags.Decide(new(Id(5), Id(2), Tags(20, 30)), half), "tags-already-assigned");
        ThenRejected(AssignTags.Decide(new(Id(5), Id(2), Tags(21, 41)), half), "tag-allowance-exceeded");
        Then(AssignTags.Decide(new(Id(5), Id(2), Tags(21, 40)), half),
            new TagsAssigned(Id(5), Id(2), Site, Tags(21, 40)));
    }

    [Fact]
    public void Nothing_is_assigned_on_a_request_that_is_unknown_unreviewed_declined_or_for_another_kind()
    {
        AssignTags assign = new(Id(4), Id(2), Tags(1, 1));
        TagRequestReviewed declined = new(Id(3), Id(2), Verdict.Declined, 0);

        ThenRejected(AssignTags.Decide(assign, Given(Issued)), "tag-request-unknown");
        ThenRejected(AssignTags.Decide(assign, Given(Issued, Requested)), "tag-request-not-approved");
        ThenRejected(AssignTags.Decide(assign, Given(Issued, Requested, declined)), "tag-request-not-approved");
        ThenRejected(AssignTags.Decide(assign with { Tags = Tags(1, 1, TagKind.Negociant) },
            Given(Issued, Requested, Approved)), "tag-kind-differs");
    }

    [Fact]
    public void A_repeated_command_adds_nothing()
    {
        var all = Given(Issued, Requested, Approved, new TagsAssigned(Id(4), Id(2), Site, Tags(1, 40)));

        Then(IssueTags.Decide(new(Id(1), Hundred), all));
        Then(RequestTags.Decide(new(Id(2), "RW-1", Site, Party, TagKind.Mine, 50), all));
        Then(ReviewTagRequest.Decide(new(Id(3), "RW-1", Id(2), Verdict.Approved, 40), all));
        Then(AssignTags.Decide(new(Id(4), Id(2), Tags(1, 40)), all));
    }

    private static TagSeries Given(params LedgerEvent[] events) => TagSeries.Fold(events);

    private static TagRange Tags(int from, int to, TagKind kind = TagKind.Mine) =>
        TagRange.TryCreate("RW-1", kind, $"{from:D7}", $"{to:D7}")!.Value;

    private static void Then(Decision decision, params LedgerEvent[] events)
    {
        Assert.Null(decision.Rejection);
        Assert.Equal(events, decision.Events);
    }

    private static void ThenRejected(Decision decision, string code)
    {
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
