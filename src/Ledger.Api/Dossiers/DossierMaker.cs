using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.EventStore.Reading;
using Ledger.Projections.Dossiers;
using Ledger.Projections.Heads;
using Ledger.Projections.Integration;
using Ledger.Projections.Queries;
using Ledger.Projections.Facts;
using Ledger.Projections.Views;
using Ledger.Rules.Dossiers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>Makes drafts of dossiers: what belongs to a lot or tag, as of one checkpoint, as far as the caller may see it.</summary>
internal sealed class DossierMaker(
    DossierReader reader, IEventStore store, PublishedLog log, HeadsReader headsReader, HeadsTaker headsTaker, FindingReader findingReader,
    ProvenanceReader provenance, SubjectSight subjects, SealedReader sealedParts, Veils veils)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="subject">The stream of a lot or a tag.</param>
    /// <param name="nothing">What to answer where it is not there, or not for this caller.</param>
    /// <exception cref="RefusedException">That; or it is too large, or nothing is published.</exception>
    public async Task<DossierDraft> MakeAsync(Caller caller, string subject, string nothing, CancellationToken cancellation)
    {
        var head = await store.HeadAsync(cancellation);
        // One begun is finished: the next who asks would only begin again.
        var heads = await headsReader.NewestAsync(cancellation) ?? (await headsTaker.TakeAsync(CancellationToken.None)).Taken;
        if (await log.WaitAsync(Math.Max(head, heads.Event.Sequence), Patience, cancellation) is not { } published)
            throw new RefusedException(new(Problem.Unavailable, log.Problem ?? "The newest events are not published yet: ask again."));

        var collector = new DossierCollector(reader, subject, published.Head.Size);
        if (!IsFor(caller, await collector.BeginAsync(cancellation), subjects.Today))
            throw new RefusedException(new(Problem.NotFound, nothing));
        var whole = await collector.CollectAsync(cancellation);
        await collector.AddNewestAsync(StreamName.Calendar, cancellation);
        collector.Add(heads.Event);
        var findings = await AddFindingsAsync(caller, whole, collector, cancellation);
        var draft = await DraftAsync(caller, whole, collector, findings, published, heads, cancellation);
        return draft.Streams.Contains(subject) ? draft : throw new RefusedException(new(Problem.NotFound, nothing));
    }

    private static bool IsFor(Caller caller, DossierContent content, NodaTime.LocalDate today)
    {
        if (Genealogy.TagIn(content.Subject) is { } tag)
            return content.Book.Tag(tag).Facts.Count > 0 && Sight.MaySee(caller, content.Book.Tag(tag), today);
        var lot = content.Book.Lot(Genealogy.LotIn(content.Subject)!.Value);
        return lot.Facts.Count + lot.Corrected.Count > 0 && Sight.MaySee(caller, lot, today);
    }

    /// <summary>Reads the streams of findings about it; returns those that are not for the caller.</summary>
    private async Task<HashSet<Guid>> AddFindingsAsync(
        Caller caller, DossierContent whole, DossierCollector collector, CancellationToken cancellation)
    {
        var about = await findingReader.AboutAsync(
            [.. whole.Genealogy.Streams, .. whole.Genealogy.Runs.Select(CycleFacts.SubjectOf),
                .. whole.Genealogy.Lots.Select(OriginFacts.SubjectOf)], cancellation);
        await collector.AddAsync([.. about.SelectMany(StatedFinding.StreamsOf)], cancellation);
        await collector.CollectAsync(cancellation); // corrections of answers
        var asOf = collector.Content().AsOf;
        return [.. collector.Content().Recorded().Where(view => !FindingSight.MaySee(caller, view, asOf)).Select(view => view.FindingId)];
    }

    private async Task<DossierDraft> DraftAsync(
        Caller caller, DossierContent whole, DossierCollector collector, HashSet<Guid> hidden, PublishedCheckpoint published,
        TakenHeads heads, CancellationToken cancellation)
    {
        var isUnlimited = Sight.IsUnlimited(caller);
        if (!isUnlimited) hidden.UnionWith(await NotBareAsync(caller, collector.Content().Recorded(), cancellation));
        var streams = Included(caller, collector, hidden, isUnlimited);
        var events = collector.Events.Where(each => IsIn(each.Event, streams, caller, isUnlimited))
            .OrderBy(each => each.Event.Sequence).ToList();
        var content = new DossierContent(whole.Subject, [.. events.Select(each => each.Event)], streams);
        var existing = collector.Events.Select(each => each.Event.Stream.Value).ToHashSet(StringComparer.Ordinal);
        var run = DossierFindings.Of(content, stream => !existing.Contains(stream));
        var recorded = content.Recorded().ToDictionary(view => view.FindingId);
        var stated = recorded.Keys.Union(run.Found.Keys.Where(id => isUnlimited || recorded.ContainsKey(id))).Order()
            .Select(id => new StatedFinding(id, recorded.GetValueOrDefault(id), run.Found.GetValueOrDefault(id))).ToList();
        List<string> absent = [.. content.Genealogy.Streams.Concat(stated.SelectMany(each => StatedFinding.StreamsOf(each.FindingId)))
            .Distinct().Where(stream => !existing.Contains(stream))];
        var withheld = collector.Content().Genealogy.Streams.Concat(collector.Asked.Where(IsAboutFindings)).Distinct()
            .Where(stream => existing.Contains(stream) && !streams.Contains(stream))
            .Concat(run.Found.Keys.Except(stated.Select(each => each.FindingId)).Except(hidden).Select(id => StreamName.Finding(id).Value))
            .CountBy(stream => new StreamName(stream).Kind.ToString()).ToDictionary(StringComparer.Ordinal);
        return new(
            content, [.. events.Select(each => each.Stored)], [.. streams.Order(StringComparer.Ordinal)], absent, withheld, published,
            heads, stated, await ProvenanceAsync(content, withheld, cancellation),
            await SealedAsync(caller, content, [.. recorded.Values], cancellation));
    }

    // A finding that names others is told under pseudonyms elsewhere; its leaf cannot be.
    private async Task<IEnumerable<Guid>> NotBareAsync(Caller caller, IEnumerable<FindingView> findings, CancellationToken cancellation)
    {
        var views = findings.ToList();
        var over = await veils.OverAsync(
            caller, [.. views.Select(view => (view.Content.Subject, view.Content.Evidence.Ids.AsEnumerable()))], cancellation);
        return views.Zip(over).Where(pair => !DossierSight.IsBare(pair.Second, pair.First)).Select(pair => pair.First.FindingId);
    }

    private HashSet<string> Included(Caller caller, DossierCollector collector, HashSet<Guid> hidden, bool isUnlimited)
    {
        var existing = collector.Events.Select(each => each.Event.Stream.Value).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> about = collector.Asked.Where(stream => existing.Contains(stream) && IsAboutFindings(stream));
        if (isUnlimited) return [.. collector.Asked.Where(existing.Contains).Except(hidden.SelectMany(StatedFinding.StreamsOf))];

        var all = collector.Content();
        var visible = DossierSight.VisibleIn(all, caller, subjects.Today);
        visible.UnionWith(existing.Where(stream => stream == StreamName.Settings.Value));
        // From the subject on through what is visible: what lies beyond something withheld is not shown either.
        var reached = new DossierContent(all.Subject, [.. all.Events.Where(each => visible.Contains(each.Stream.Value))], visible);
        var streams = reached.Genealogy.Streams.Where(visible.Contains).Append(StreamName.Settings.Value).Where(existing.Contains)
            .ToHashSet(StringComparer.Ordinal);
        var told = all.Recorded().Where(view => !hidden.Contains(view.FindingId) && streams.Contains(view.Content.Subject))
            .SelectMany(view => StatedFinding.StreamsOf(view.FindingId).Where(stream =>
                view.Answers.All(answer => answer.IsNamed) || stream != StreamName.FindingAnswer(new(view.FindingId)).Value))
            .ToHashSet(StringComparer.Ordinal);
        streams.UnionWith(about.Where(told.Contains));
        return streams;
    }

    private static bool IsAboutFindings(string stream) => new StreamName(stream).Kind is "finding" or "incident" or "finding-answer";

    private static bool IsIn(DossierEvent each, HashSet<string> streams, Caller caller, bool isUnlimited) =>
        streams.Contains(each.Stream.Value) || each.Stream == StreamName.Calendar || each.Stream == StreamName.Heads
        || (each.Fact is not null && !IsAboutFindings(each.Stream.Value) && (isUnlimited || each.Fact.RecordedBy == caller.Organisation));

    // The shares are for all who may see the lot; whose hands it went through on the way, only for those who may see the way.
    private async Task<IReadOnlyList<ProvenanceView>> ProvenanceAsync(
        DossierContent content, IReadOnlyDictionary<string, int> withheld, CancellationToken cancellation)
    {
        if (!withheld.Keys.Any(kind => kind is "lot" or "run" or "tag" or "custody-event")) return StatedProvenance.Of(content);
        var views = new List<ProvenanceView>();
        foreach (var lot in content.Asked)
            if (await provenance.UpstreamAsync(lot, Horizon.Now, cancellation) is { } view)
                views.Add(view with { Nodes = [], Edges = [], Cycles = [] });
        return views;
    }

    private async Task<IReadOnlyList<SealedOpening>> SealedAsync(
        Caller caller, DossierContent content, IReadOnlyList<FindingView> findings, CancellationToken cancellation)
    {
        var events = content.Events.Where(each => each.Headers.Sealed is not null).ToDictionary(each => each.Id);
        var openings = await sealedParts.ReadAsync([.. events.Keys], kind: null, cancellation);
        return [.. openings.Select(part => new SealedOpening(part.EventId, part.Kind, part.Salt, part.Body))
            .Where(opening => DossierSight.MayOpen(caller, opening, events[opening.Event], findings))];
    }
}
