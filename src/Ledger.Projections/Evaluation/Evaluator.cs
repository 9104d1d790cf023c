using System.Runtime.CompilerServices;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Projections.Views;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// Runs the rules of touched subjects and appends what changed: raised, amended, withdrawn, restored. Ids and versions follow
/// from what was found, so doing it twice, after a crash or on two nodes, changes nothing.
/// </summary>
public sealed class Evaluator(
    IEventStore store, EvaluationState state, TouchedReader touchedReader, SubjectLoader loader, TagRegisterReader registers,
    PeriodRules periodRules, RegisterSweep sweep, FindingReader findings, SettingReviews reviews)
{
    private const int DuePage = 500;
    private const int DueAtOnce = 2; // pages
    private const int AtOnce = 500; // subjects of a kind in memory
    private const int ReadAhead = 2; // pages
    private const int AppendsAtOnce = 128; // each has a stream of its own, and one commit takes them all

    /// <summary>Evaluates what a page touched, as of the last closed day; and on a day's close, what is due by then.</summary>
    /// <param name="scope">The same for all pages of a backlog.</param>
    /// <returns>The number of events appended.</returns>
    public async Task<int> EvaluateAsync(IReadOnlyList<StoredEvent> page, EvaluationScope scope, CancellationToken cancellation) =>
        await EvaluateAsync(await ReadAsync(page, scope, cancellation), scope, cancellation);

    /// <summary>
    /// The pages of a backlog, each with what it touches; while one is evaluated the next is read. What that finds does not depend on what
    /// is evaluated meanwhile: whatever it raises or withdraws, it looked at the same facts.
    /// </summary>
    /// <param name="from">The sequence before the first page's.</param>
    /// <param name="size">Events of a page, at most.</param>
    internal async IAsyncEnumerable<EvaluationPage> PagesAsync(
        EvaluationScope scope, long from, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ahead = new Queue<Task<EvaluationPage>>();
        try
        {
            while (true)
            {
                // No sequence is left out: a page ends where its size says.
                while (ahead.Count < ReadAhead && from < scope.UpTo)
                {
                    var to = Math.Min(from + size, scope.UpTo);
                    ahead.Enqueue(ReadAsync(from, to, scope, cancellation));
                    from = to;
                }

                if (!ahead.TryDequeue(out var next)) yield break;
                yield return await next;
            }
        }
        finally
        {
            // Whoever stopped here has a reason of its own.
            foreach (Task left in ahead) await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<EvaluationPage> ReadAsync(long after, long to, EvaluationScope scope, CancellationToken cancellation) => Task.Run(
        async () => await ReadAsync(await store.ReadAsync(after, (int)(to - after), cancellation), scope, cancellation), cancellation);

    private async Task<EvaluationPage> ReadAsync(IReadOnlyList<StoredEvent> page, EvaluationScope scope, CancellationToken cancellation)
    {
        var closedBefore = state.LastClosedDayAsync(page[0].Sequence - 1, cancellation);
        var closed = state.LastClosedDayAsync(scope.UpTo, cancellation);
        var touched = await touchedReader.ReadAsync(page, scope.Horizon, cancellation);
        // A finding offers unused tags close to its own: whether those here are used may have changed.
        touched.Tags.UnionWith(await state.TagsWithFindingsAsync(
            [.. touched.Tags.SelectMany(TagNeighbours.Of).Except(touched.Tags)], cancellation));
        // The next close after the page began: it may be in this page, or in one that is not read yet and yet counts as closed.
        return new(page, touched, await closed, (await closedBefore).PlusDays(1));
    }

    /// <summary>Evaluates a page that was read.</summary>
    /// <returns>The number of events appended.</returns>
    internal async Task<int> EvaluateAsync(EvaluationPage read, EvaluationScope scope, CancellationToken cancellation)
    {
        var (page, touched, asOf, nextClose) = read;
        scope.TakeOutJudged(touched, nextClose);
        var (appended, due) = await EvaluateAsync(touched, scope.Horizon, asOf, nextClose, cancellation);
        scope.Judged(touched.Subjects());
        await using (var batch = state.DueOn(nextClose))
        {
            batch.Add([.. due, .. touched.AtDayClose.Select(subject => (subject, nextClose))]);
            await sweep.AddAsync(batch, page, touched, scope.UpTo, cancellation);
            await batch.ExecuteAsync(cancellation);
        }

        foreach (var close in page.Where(stored => stored.Type == "day_closed"))
            appended += await CloseDayAsync(close, scope, cancellation);
        foreach (var changed in page.Where(stored => stored.Type == "setting_changed"))
            await reviews.AddAsync(changed, cancellation);
        return appended;
    }

    private async Task<int> CloseDayAsync(StoredEvent closed, EvaluationScope scope, CancellationToken cancellation)
    {
        var day = ((DayClosed)Ledger.Transparency.Leaves.Leaf.Parse(closed.Bytes).ReadEvent()).Date;
        var appended = 0;
        while (await state.DueAsync(day, DuePage * DueAtOnce, cancellation) is { Count: > 0 } due)
        {
            // Each part has subjects of its own, and with them findings.
            var parts = await Task.WhenAll(due.Chunk(DuePage).Select(part => Task.Run(
                () => EvaluateDueAsync(part, scope.Horizon, day, cancellation), cancellation)));
            appended += parts.Sum(part => part.Appended);
            scope.Closed(due);
            await state.ReplaceDueAsync(due, [.. parts.SelectMany(part => part.Due)], cancellation); // a crash before: once more
        }

        return appended;
    }

    private async Task<(int Appended, IReadOnlyList<(string Subject, LocalDate DueOn)> Due)> EvaluateDueAsync(
        IReadOnlyList<string> due, Horizon horizon, LocalDate day, CancellationToken cancellation)
    {
        var touched = new Touched();
        foreach (var subject in due) touched.Add(new(subject));
        touched.KnownLots = await loader.LotsAsync(touched.Lots, horizon, cancellation);
        return await EvaluateAsync(touched, horizon, day, nextClose: null, cancellation);
    }

    private async Task<(int Appended, IReadOnlyList<(string Subject, LocalDate DueOn)> Due)> EvaluateAsync(
        Touched touched, Horizon horizon, LocalDate asOf, LocalDate? nextClose, CancellationToken cancellation)
    {
        var isDayClose = nextClose is null;
        HashSet<string> periods = isDayClose ? touched.AtDayClose : [];
        if (touched.Count + periods.Count == 0) return (0, []);
        var known = KnownAsync([.. touched.Subjects(), .. periods], cancellation);
        var found = await RunRulesAsync(touched, horizon, asOf, cancellation);
        await periodRules.RunAsync([.. periods], horizon, asOf, found, cancellation);
        var changes = FindingChanges.Between(found.Findings, await known, asOf, isDayClose);
        await state.RememberSubjectsAsync(changes.Raised, cancellation);
        var isStale = false;
        foreach (var together in changes.Appends.Chunk(AppendsAtOnce))
            isStale |= (await Task.WhenAll(together.Select(change => AppendAsync(change, cancellation)))).Contains(false);
        if (isStale) return await EvaluateAsync(touched, horizon, asOf, nextClose, cancellation);
        return (changes.Appends.Count, [.. found.Due, .. changes.Deferred.Select(subject => (subject, nextClose ?? asOf.PlusDays(1)))]);
    }

    private async Task<Dictionary<Guid, FindingView>> KnownAsync(HashSet<string> subjects, CancellationToken cancellation) =>
        (await findings.ReadAsync(await findings.AboutAsync(subjects, cancellation), Horizon.Now, cancellation))
            .Select(FindingView.Of).OfType<FindingView>().Where(view => subjects.Contains(view.Content.Subject))
            .ToDictionary(view => view.FindingId);

    // Each kind has streams of its own to read and to compute from: most of a page is done while another waits for the database.
    private async Task<RuleResults> RunRulesAsync(
        Touched touched, Horizon horizon, LocalDate asOf, CancellationToken cancellation)
    {
        var settings = await loader.SettingsAsync(horizon, cancellation);
        var kinds = await Task.WhenAll(
            RunAsync(touched.Tags.Chunk(AtOnce), async tags => await registers.AddAsync(
                (await loader.TagsAsync(tags, withLots: true, horizon, cancellation)).Values, settings, horizon, cancellation),
                RuleBook.Tag, tag => StreamName.Tag(tag.Tag)),
            RunAsync([touched.KnownLots.Values], Task.FromResult, RuleBook.Lot, lot => StreamName.Lot(lot.Lot)),
            RunAsync(touched.Runs.Chunk(AtOnce), async runs =>
                (await loader.RunsAsync(runs, horizon, cancellation)).Values, RuleBook.Run, run => StreamName.Run(run.Run)),
            RunAsync(touched.Transfers.Chunk(AtOnce), async transfers => (await loader.TransfersAsync(
                transfers, withLots: true, horizon, cancellation)).Values, RuleBook.Transfer, transfer => transfer.Subject));
        var all = new RuleResults(settings, asOf);
        foreach (var results in kinds) all.Add(results);
        return all;

        Task<RuleResults> RunAsync<TSubjects, TFacts>(
            IEnumerable<TSubjects> parts, Func<TSubjects, Task<IEnumerable<TFacts>>> loadAsync, IReadOnlyList<Rule<TFacts>> rules,
            Func<TFacts, StreamName> subject) => Task.Run(
            async () =>
            {
                var results = new RuleResults(settings, asOf);
                foreach (var part in parts)
                    foreach (var facts in await loadAsync(part))
                        results.Run(rules, facts, subject(facts));
                return results;
            }, cancellation);
    }

    // False: another node wrote that version in between, perhaps knowing less. It must be looked at again.
    private async Task<bool> AppendAsync(FindingChange change, CancellationToken cancellation)
    {
        var result = await store.AppendAsync(change.Request(), cancellation);
        if (result.Status is AppendStatus.Overloaded or AppendStatus.Unknown)
            throw new IOException($"finding {change.FindingId} was not appended: {result.Status}");
        return result.Status != AppendStatus.StaleVersion;
    }
}
