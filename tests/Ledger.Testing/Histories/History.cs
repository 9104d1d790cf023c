using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;
using Xunit;

namespace Ledger.Testing.Histories;

/// <summary>Sends requests and keeps what was sent and answered; <see cref="CheckAsync"/> compares it with the store.</summary>
public sealed class History
{
    private const int PageSize = 5_000;
    private readonly ConcurrentQueue<HistoryEntry> _entries = [];

    /// <summary>A unit of one custody event whose ledger events go to these streams.</summary>
    public static AppendUnit Unit(Guid id, string content, params string[] streams) => UnitOf("org-1", id, content, streams);

    public static AppendUnit UnitOf(string organisation, Guid id, string content, params string[] streams)
    {
        var custody = new CustodyEventId(id);
        return new(
            new(custody, new(organisation), Encoding.UTF8.GetBytes(content)),
            [.. streams.Select((stream, ordinal) => Event(custody.LedgerEventId(ordinal), content, stream))], []);
    }

    public static NewEvent Event(Guid id, string content, string stream) => new(
        id, new(stream), "lot_weighed",
        LeafPrefix.Create(JsonSerializer.SerializeToUtf8Bytes(new { content }), "{}"u8, id));

    public async Task<AppendResult> AppendAsync(
        IEventStore store, int client, string content, AppendRequest request, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await store.AppendAsync(request, cancellation);
        var outcome = result.Status switch
        {
            AppendStatus.Created or AppendStatus.Duplicate => Outcome.Ok,
            AppendStatus.Unknown => Outcome.Unknown,
            _ => Outcome.Refused,
        };
        _entries.Enqueue(new(
            client, "append", request.Units[0].Custody?.Id.Value ?? request.Units[0].Events[0].Id, start,
            Stopwatch.GetTimestamp(), outcome, [.. request.Units.SelectMany(unit => unit.Events).Select(each => each.Id).Distinct()],
            content,
            outcome == Outcome.Ok ? [.. result.Units.SelectMany(unit => unit.Receipts).Select(one => one.Sequence).Distinct()] : [],
            IsRepeat: result.Units.Any(unit => unit.Status == AppendStatus.Duplicate)));
        return result;
    }

    /// <summary>Sends the same again until the outcome is known.</summary>
    public async Task<AppendResult> AppendUntilKnownAsync(
        IEventStore store, int client, string content, AppendRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await AppendAsync(store, client, content, request, cancellation);
            if (result.Status != AppendStatus.Unknown) return result;
        }
    }

    /// <summary>Fails with the history in a file when the store does not bear it out.</summary>
    public async Task CheckAsync(IEventStore store, CancellationToken cancellation)
    {
        var rows = await RowsAsync(store, cancellation);
        var faults = HistoryChecker.Faults(_entries, rows);
        if (faults.Count == 0) return;

        var file = Path.Combine(AppContext.BaseDirectory, string.Create(CultureInfo.InvariantCulture, $"history-{Guid.NewGuid():N}.jsonl"));
        await File.WriteAllLinesAsync(file, _entries.Select(entry => JsonSerializer.Serialize(entry)), cancellation);
        Assert.Fail($"{faults.Count} faults, history in {file}:\n{string.Join("\n", faults.Take(20))}");
    }

    public static async Task<List<StoredRow>> RowsAsync(IEventStore store, CancellationToken cancellation)
    {
        var rows = new List<StoredRow>();
        while (await store.ReadAsync(rows.Count, PageSize, cancellation) is { Count: > 0 } page)
            rows.AddRange(page.Select(stored => new StoredRow(
                stored.Sequence, stored.Id, stored.Stream.Value, stored.Version, stored.Type, stored.Bytes.ToArray(),
                stored.LeafHash.ToArray())));
        return rows;
    }
}
