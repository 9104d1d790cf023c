using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Rules.Dossiers;

/// <summary>One event of a dossier, read from its leaf.</summary>
public sealed record DossierEvent(
    long Sequence, Guid Id, Instant RecordedAt, StreamName Stream, int Version, string Type, LedgerEvent Event, EventHeaders Headers)
{
    /// <summary>As a fact, or null when it came from no custody event.</summary>
    public Fact? Fact { get; } = Event is CustodyLedgerEvent custody
        ? new(Sequence, RecordedAt, Stream, Version, Type, custody, Headers) : null;
}

/// <summary>What a dossier's events say, put together: by its maker and by its verifier alike.</summary>
public sealed class DossierContent
{
    private readonly ILookup<string, DossierEvent> _streams;

    /// <param name="subject">The stream of a lot or a tag.</param>
    /// <param name="events">All events of the dossier.</param>
    /// <param name="wholeStreams">Streams of which all events are among them.</param>
    /// <exception cref="FormatException">The subject is neither a lot nor a tag.</exception>
    public DossierContent(string subject, IReadOnlyCollection<DossierEvent> events, IReadOnlySet<string> wholeStreams)
    {
        Subject = subject;
        Events = events;
        _streams = events.ToLookup(each => each.Stream.Value, StringComparer.Ordinal);
        Settings = RuleSettings.Of(DatedSettings.Fold(_streams[StreamName.Settings.Value].Select(each => each.Event)));
        Book = new(events.Select(each => each.Fact).OfType<Fact>(), Settings, wholeStreams);
        Genealogy = Genealogy.Of(subject, Book);
    }

    public string Subject { get; }

    public IReadOnlyCollection<DossierEvent> Events { get; }

    public RuleSettings Settings { get; }

    public FactBook Book { get; }

    public Genealogy Genealogy { get; }

    /// <summary>The lots that are asked about: one, or those the tag was tied on.</summary>
    public IReadOnlyList<LotId> Asked => Genealogy.LotIn(Subject) is { } lot ? [lot]
        : [.. Book.LotsTiedWith([Genealogy.TagIn(Subject)!.Value]).OrderBy(each => each.Value, StringComparer.Ordinal)];

    /// <summary>The last day closed; no day where none is among the events.</summary>
    public LocalDate AsOf => _streams[StreamName.Calendar.Value].Select(each => each.Event).OfType<DayClosed>()
        .Select(closed => closed.Date).DefaultIfEmpty(ClosedDays.BeforeAll).Max();

    /// <summary>Findings as they were recorded, with what was answered; sorted by id.</summary>
    public IReadOnlyList<FindingView> Recorded() =>
    [
        .. from stream in _streams
           where stream.Key.StartsWith("finding:", StringComparison.Ordinal)
           let id = Guid.TryParseExact(stream.Key["finding:".Length..], "D", out var guid) ? guid : Guid.Empty
           let flagged = _streams[StreamName.Incident(Finding.IncidentOf(id)).Value].FirstOrDefault(each => each.Event is IncidentFlagged)
           let view = FindingView.Of(FindingFacts.Assemble(
               id, stream.Select(each => new FindingEntry(each.Sequence, each.Version, each.RecordedAt, each.Event)),
               flagged is null ? null : (flagged.Sequence, (IncidentFlagged)flagged.Event),
               Book.Stream(StreamName.FindingAnswer(new(id)).Value), Book.Effectiveness, Settings))
           where view is not null
           orderby id
           select view,
    ];
}
