using System.Security.Cryptography;
using System.Text.Json;

namespace Ledger.Testing.Histories;

/// <summary>
/// Says what is wrong with a store after a history of operations: invariants I1 to I5 of the reliability goals, from raw
/// rows, sharing no code with the service.
/// </summary>
public static class HistoryChecker
{
    public static IReadOnlyList<string> Faults(IReadOnlyCollection<HistoryEntry> history, IReadOnlyList<StoredRow> rows)
    {
        var stored = rows.ToLookup(row => row.Id);
        return [.. Rows(rows), .. history.SelectMany(entry => Entry(entry, stored)), .. Order(history)];
    }

    // I4: dense, contiguous, chained, and hashed as RFC 6962, 2.1 says.
    private static IEnumerable<string> Rows(IReadOnlyList<StoredRow> rows)
    {
        var heads = new Dictionary<string, StoredRow>();
        foreach (var (index, row) in rows.Index())
        {
            var previous = heads.GetValueOrDefault(row.Stream);
            if (row.Sequence != index + 1) yield return $"sequence {row.Sequence} stands at {index + 1}";
            if (row.Version != (previous?.Version ?? 0) + 1)
                yield return $"{row.Stream} goes from {previous?.Version ?? 0} to {row.Version}";
            if (!row.LeafHash.AsSpan().SequenceEqual(SHA256.HashData([0, .. row.Bytes])))
                yield return $"leaf hash of {row.Sequence} is not that of its bytes";
            if (Misfit(row, previous) is { } misfit) yield return $"the leaf of {row.Sequence} has another {misfit}";
            heads[row.Stream] = row;
        }
    }

    private static string? Misfit(StoredRow row, StoredRow? previous)
    {
        using var document = JsonDocument.Parse(row.Bytes);
        var leaf = document.RootElement;
        var prev = previous is null ? null : Convert.ToHexStringLower(previous.LeafHash);
        if (leaf.GetProperty("prev").GetString() != prev) return "prev";
        if (leaf.GetProperty("seq").GetInt64() != row.Sequence) return "seq";
        if (leaf.GetProperty("version").GetInt32() != row.Version) return "version";
        if (leaf.GetProperty("stream").GetString() != row.Stream) return "stream";
        if (leaf.GetProperty("type").GetString() != row.Type) return "type";
        return leaf.GetProperty("id").GetGuid() == row.Id ? null : "id";
    }

    private static IEnumerable<string> Entry(HistoryEntry entry, ILookup<Guid, StoredRow> stored)
    {
        var found = entry.EventIds.Select(id => stored[id].Where(row => Content(row) == entry.Content).ToList()).ToList();
        if (entry.EventIds.Any(id => stored[id].Skip(1).Any()))
            yield return $"{entry.Operation} {entry.Id} is stored twice"; // I1, I3
        if (entry.Outcome == Outcome.Refused && found.Exists(rows => rows.Count > 0))
            yield return $"{entry.Operation} {entry.Id} was refused and is stored"; // I2
        if (found.Exists(rows => rows.Count > 0) && found.Exists(rows => rows.Count == 0))
            yield return $"{entry.Operation} {entry.Id} is stored in part";
        if (entry.Outcome == Outcome.Ok
            && !entry.Sequences.SequenceEqual(found.Select(rows => rows.Count == 1 ? rows[0].Sequence : 0)))
            yield return $"{entry.Operation} {entry.Id} was acknowledged at {string.Join(",", entry.Sequences)}, not so stored"; // I1
    }

    // I5: what was acknowledged before another was sent comes first.
    private static IEnumerable<string> Order(IReadOnlyCollection<HistoryEntry> history)
    {
        var acknowledged = history.Where(entry => entry.Outcome == Outcome.Ok).OrderBy(entry => entry.End).ToList();
        var (next, newest) = (0, 0L);
        foreach (var entry in acknowledged.Where(entry => !entry.IsRepeat).OrderBy(entry => entry.Start))
        {
            for (; next < acknowledged.Count && acknowledged[next].End < entry.Start; next++)
                newest = Math.Max(newest, acknowledged[next].Sequences.Max());
            if (entry.Sequences.Min() < newest)
                yield return $"{entry.Operation} {entry.Id} at {entry.Sequences.Min()} was sent after {newest} was acknowledged";
        }
    }

    private static string? Content(StoredRow row)
    {
        using var document = JsonDocument.Parse(row.Bytes);
        return document.RootElement.GetProperty("data").GetProperty("content").GetString();
    }
}
