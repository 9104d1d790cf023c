using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Reads findings from their streams: the truth, whatever a view has caught up with.</summary>
public sealed class FindingReader(NpgsqlDataSource source)
{
    /// <summary>
    /// Each finding as its stream stood at a sequence, with the sequence of its first event; one that was never raised is absent.
    /// </summary>
    public async Task<IReadOnlyList<(FindingView View, long RaisedSeq)>> ReadAsync(
        IReadOnlyCollection<Guid> findings, long upTo, CancellationToken cancellation)
    {
        if (findings.Count == 0) return [];
        await using var command = source.CreateCommand(
            "SELECT stream, seq, type, bytes FROM event WHERE stream = ANY($1) AND seq <= $2 ORDER BY stream, version");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. findings.Select(id => StreamName.Finding(id).Value)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        var folded = new Dictionary<string, (FindingView View, long RaisedSeq)>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var leaf = Leaf.Parse(reader.GetFieldValue<byte[]>(3));
            var was = folded.TryGetValue(leaf.Stream, out var known) ? known : default;
            if (FindingView.After(was.View, EventTypes.Deserialize(leaf.Type, leaf.Data.Span)) is { } view)
                folded[leaf.Stream] = (view, was.View is null ? leaf.Seq : was.RaisedSeq);
        }

        return [.. folded.Values];
    }
}
