using System.Globalization;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Api.Reading.Secrecy;
using Ledger.EventStore;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using NodaTime.Text;

namespace Ledger.Api.Capture;

/// <summary>
/// For <c>Prefer: wait=SECONDS</c>: answers when rules have looked at what was posted, with what they found at once and what
/// they look at again when a day closes.
/// </summary>
internal sealed class Verdicts(IEventStore store, Progress progress, RowReader rows, EvaluationState evaluation, Veils veils)
{
    private const int MostSeconds = 30;
    private const int MostFindings = 100;

    /// <summary>The result as it is where the caller did not ask to wait; else with what rules say of it.</summary>
    public async ValueTask<ItemResult> AddAsync(HttpContext context, ItemResult result) =>
        Wait(context) is { } seconds ? await AddAsync(result, seconds, context.Caller(), context.RequestAborted) : result;

    private static int? Wait(HttpContext context)
    {
        foreach (var preference in Preferences.Of(context))
            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(preference.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return Math.Min(seconds, MostSeconds);
        return null;
    }

    /// <summary>The result with findings, as far as the caller may see them; as it was where rules did not get there in time.</summary>
    private async Task<ItemResult> AddAsync(ItemResult result, int seconds, Caller caller, CancellationToken cancellation)
    {
        if (result.Sequence is not { } sequence) return result;
        var (waited, patience) = (System.Diagnostics.Stopwatch.StartNew(), TimeSpan.FromSeconds(seconds));
        var last = Math.Max(sequence, result.Replacement?.Sequence ?? 0);
        var isEvaluated = await progress.WaitForEvaluationAsync(last, patience, cancellation)
            && await progress.WaitForViewsAsync(await store.HeadAsync(cancellation), patience - waited.Elapsed, cancellation);
        if (!isEvaluated) return result with { IsEvaluated = false };

        var replacement = result.Replacement is { } replaced ? await JudgedAsync(replaced, caller, cancellation) : null;
        return await JudgedAsync(result, caller, cancellation) with { Replacement = replacement };
    }

    private async Task<ItemResult> JudgedAsync(ItemResult result, Caller caller, CancellationToken cancellation)
    {
        var mayReadAny = Rights.Allows(caller.Roles, Operation.ReadAnyFinding);
        var page = await rows.FindingsAsync(
            new(null, null, null, "active", mayReadAny ? null : caller.Organisation.Value, WithIntegrity: false, Guid.Parse(result.Id!)),
            ListOrders.Findings, null, MostFindings, cancellation);
        List<FindingView> views = [.. page.Bodies.Select(body => JsonSerializer.Deserialize(body, ViewJson.Plain.FindingView)!)];
        var over = await veils.OverAsync(
            caller, [.. views.Select(view => (view.Content.Subject, view.Content.Evidence.Ids.AsEnumerable()))], cancellation);
        var due = await evaluation.DueOfAsync([.. result.Events!.Select(e => e.Stream).OfType<string>().Distinct()], cancellation);
        return result with
        {
            IsEvaluated = true,
            Findings = [.. (over.Count == 0 ? views : views.Zip(over, (view, veil) => veil.Over(view))).Select(FoundLine.Of)],
            Pending = [.. due.Select(each => new PendingLine(each.Subject, LocalDatePattern.Iso.Format(each.DueOn)))],
        };
    }
}

/// <summary>A finding in short; the whole is at <c>/v1/findings/{id}</c>.</summary>
internal sealed record FoundLine(
    Guid FindingId, string Rule, string Subject, string Tier, decimal Expected, decimal Observed, decimal Tolerance, string Unit,
    string InnocentExplanation)
{
    public static FoundLine Of(FindingView view) => new(
        view.FindingId, view.Content.Rule, view.Content.Subject, Domain.Json.Code<Domain.LedgerEvents.FindingTier>.Name(view.Content.Tier),
        view.Content.Expected, view.Content.Observed, view.Content.Tolerance, view.Content.Unit, view.Content.InnocentExplanation);
}

/// <summary>A subject rules look at again when a day closes.</summary>
/// <param name="On">The first day it may be, ISO 8601.</param>
internal sealed record PendingLine(string Subject, string On);
