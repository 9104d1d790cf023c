using Ledger.Api.Http;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Dossiers;
using Ledger.Rules.Dossiers;
using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Dossiers;

/// <summary>Reads a lot's or tag's genealogy from the streams, step by step until nothing more belongs to it.</summary>
internal sealed class DossierCollector(DossierReader reader, string subject, long upTo)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly HashSet<CustodyEventId> _replacementsAsked = [];
    private DossierContent? _content; // of all that was read so far
    private readonly Dictionary<long, (StoredEvent Stored, DossierEvent Event)> _events = [];

    /// <summary>Every event read so far.</summary>
    public IReadOnlyCollection<(StoredEvent Stored, DossierEvent Event)> Events => _events.Values;

    /// <summary>Streams that were asked for, whether there is such a stream or not.</summary>
    public IReadOnlySet<string> Asked => _asked;

    /// <summary>What was read, put together.</summary>
    public DossierContent Content() =>
        _content ??= new(subject, [.. _events.Values.Select(each => each.Event)], _asked.ToHashSet(StringComparer.Ordinal));

    /// <summary>Only as much as tells whether the subject is there and who may see it.</summary>
    public async Task<DossierContent> BeginAsync(CancellationToken cancellation)
    {
        await AddAsync([subject, StreamName.Settings.Value], cancellation);
        var tags = Content().Genealogy.Tags;
        await AddAsync([.. tags.Select(tag => StreamName.Tag(tag).Value)], cancellation);
        await AddAsync([.. Content().Asked.Select(lot => StreamName.Lot(lot).Value)], cancellation);
        return Content();
    }

    /// <summary>All of it.</summary>
    public async Task<DossierContent> CollectAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var content = Content();
            List<string> missing = [.. content.Genealogy.Streams.Where(stream => !_asked.Contains(stream)).Distinct()];
            missing.AddRange(await ReplacedAsync(content, cancellation));
            if (missing.Count == 0) return await WithRecordersAsync(content, cancellation);
            await AddAsync(missing, cancellation);
        }
    }

    public async Task AddAsync(IReadOnlyCollection<string> streams, CancellationToken cancellation)
    {
        List<string> asked = [.. streams.Where(_asked.Add)];
        _content = asked.Count > 0 ? null : _content;
        if (asked.Count > 0) Add(await reader.StreamsAsync(asked, upTo, DossierFormat.MostLeaves + 1, cancellation));
    }

    /// <summary>The newest event of a stream that is not wanted whole.</summary>
    public async Task AddNewestAsync(StreamName stream, CancellationToken cancellation)
    {
        if (await reader.NewestAsync(stream, upTo, cancellation) is { } newest) Add([newest]);
    }

    /// <summary>One event beside the streams.</summary>
    public void Add(StoredEvent stored) => Add([stored]);

    // Whether a replacement counts depends on the correction that brought it, which stands in the stream of what it replaced.
    private async Task<IEnumerable<string>> ReplacedAsync(DossierContent content, CancellationToken cancellation)
    {
        List<CustodyEventId> custody = [.. content.Events.Select(each => each.Fact?.Custody).OfType<CustodyEventId>()
            .Where(_replacementsAsked.Add)];
        return custody.Count == 0 ? [] : (await reader.ReplacedByAsync(custody, upTo, cancellation))
            .Select(target => StreamName.CustodyEvent(target).Value).Where(stream => !_asked.Contains(stream));
    }

    // Whether a correction counts depends on who recorded its target, of which perhaps nothing else is here.
    private async Task<DossierContent> WithRecordersAsync(DossierContent content, CancellationToken cancellation)
    {
        var known = content.Events.Select(each => each.Fact?.Custody).OfType<CustodyEventId>().ToHashSet();
        List<CustodyEventId> unknown = [.. content.Events.Select(each => each.Event).OfType<EventCorrected>()
            .Select(corrected => corrected.Target).Where(target => !known.Contains(target)).Distinct()];
        if (unknown.Count == 0) return content;
        Add(await reader.FirstEventsAsync(unknown, upTo, cancellation));
        return Content();
    }

    private void Add(IReadOnlyList<StoredEvent> events)
    {
        _content = null;
        foreach (var stored in events) _events.TryAdd(stored.Sequence, (stored, DossierReader.EventOf(stored)));
        if (_events.Count > DossierFormat.MostLeaves)
            throw new RefusedException(new(Problem.TooLarge, string.Create(
                null, $"More than {DossierFormat.MostLeaves} events belong to it: ask for a lot further upstream.")));
    }
}
