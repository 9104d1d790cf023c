using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore.Reading;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Views;
using Ledger.Rules.Explanations;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;

namespace Ledger.Api.Reading;

/// <summary>
/// What a caller may see of findings and answers. Those a finding names, programme and auditors see it at once; others who may see its
/// subject once somebody named has answered or its working days are over; an integrity officer alone what is about single agents.
/// </summary>
internal sealed class FindingSight(FindingReader findings, EvaluationState evaluation, SubjectSight subjects, SealedReader sealedParts)
{
    public async Task<bool> MaySeeAsync(Caller caller, FindingView finding, CancellationToken cancellation) =>
        IsEntitled(caller, finding.Audience, finding.Named)
        || (finding.IsOpen(await AsOfAsync(cancellation))
            && (await subjects.MaySeeAsync(caller, finding.Content.Subject, cancellation)
                // One lot of a transfer: who holds it may know.
                || await subjects.MaySeeAsync(caller, finding.Content.Discriminator, cancellation)));

    /// <summary>The same of a finding about a subject that the caller may see.</summary>
    public static bool MaySee(Caller caller, FindingView finding, NodaTime.LocalDate asOf) =>
        IsEntitled(caller, finding.Audience, finding.Named) || finding.IsOpen(asOf);

    /// <summary>Findings about a subject the caller may see; null for a past state of it, since a conclusion happens at no time.</summary>
    public async Task<IReadOnlyList<FindingView>?> AboutAsync(HttpContext context, StreamName subject, Horizon horizon)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        if (horizon.HappenedBy is not null) return null;
        var asOf = await AsOfAsync(cancellation);
        var about = await findings.ReadAsync(await findings.AboutAsync([subject.Value], cancellation), horizon, cancellation);
        return await ShowAsync(context, [.. about.Select(FindingView.Of).OfType<FindingView>()
            .Where(view => MaySee(caller, view, asOf))
            .OrderBy(view => view.Content.Rule, StringComparer.Ordinal).ThenBy(view => view.FindingId)]);
    }

    /// <summary>The findings in the caller's language, with such answers, and such texts, as are for the caller.</summary>
    public async Task<IReadOnlyList<FindingView>> ShowAsync(HttpContext context, IReadOnlyList<FindingView> views)
    {
        var (caller, language) = (context.Caller(), Languages.Of(context));
        var texts = await TextsAsync(views.SelectMany(view => view.Answers), context.RequestAborted);
        return [.. views.Select(view => view with
        {
            Explanation = Explanation.Of(view.Content, language),
            Answers = Shown(caller, view.Audience, view.Named, view.Answers, texts),
        })];
    }

    /// <summary>The same of incidents.</summary>
    public async Task<IReadOnlyList<IncidentView>> ShowAsync(
        Caller caller, IReadOnlyList<IncidentView> views, CancellationToken cancellation)
    {
        var texts = await TextsAsync(views.SelectMany(view => view.Answers), cancellation);
        return [.. views.Select(view => view with
        {
            Answers = Shown(caller, Audience.Concerned, view.Parties, view.Answers, texts),
        })];
    }

    /// <summary>The day rules last looked from.</summary>
    public Task<NodaTime.LocalDate> AsOfAsync(CancellationToken cancellation) => evaluation.LastClosedDayAsync(long.MaxValue, cancellation);

    private static bool IsEntitled(Caller caller, Audience audience, IReadOnlyList<PartyId> named) => audience == Audience.Integrity
        ? Rights.Allows(caller.Roles, Operation.ReadIntegrityFindings)
        : Rights.Allows(caller.Roles, Operation.ReadAnyFinding) || named.Contains(caller.Organisation);

    // What somebody answered whom the finding does not name may be slander: it is for staff and for who wrote it.
    private static IReadOnlyList<AnswerView> Shown(
        Caller caller, Audience audience, IReadOnlyList<PartyId> named, IReadOnlyList<AnswerView> answers,
        IReadOnlyDictionary<Guid, string> texts)
    {
        var isStaff = IsEntitled(caller, audience, []);
        var readsTexts = IsEntitled(caller, audience, named);
        return [.. answers.Where(answer => isStaff || answer.IsNamed || answer.By == caller.Organisation)
            .Select(answer => answer with
            {
                Text = readsTexts || answer.By == caller.Organisation ? texts.GetValueOrDefault(EventOf(answer)) : null,
            })];
    }

    private async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(IEnumerable<AnswerView> answers, CancellationToken cancellation)
    {
        var bodies = await sealedParts.ReadAsync(
            [.. answers.Select(EventOf)], Code<SealedKind>.Name(SealedKind.Answer), cancellation);
        return bodies.ToDictionary(body => body.EventId, body => JsonSerializer.Deserialize(body.Body, ViewJson.Plain.String)!);
    }

    private static Guid EventOf(AnswerView answer) => answer.CustodyEvent.LedgerEventId(0);
}
