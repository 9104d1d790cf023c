using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Reads findings, what they flagged and what was answered from their streams, whatever a view has caught up with.</summary>
public sealed class FindingReader(NpgsqlDataSource source, FactReader facts, CorrectionReader corrections, SettingsReader settings)
{
    /// <summary>Each finding as far as it was known; one that was never raised is absent.</summary>
    public async Task<IReadOnlyList<FindingFacts>> ReadAsync(
        IReadOnlyCollection<Guid> findings, Horizon horizon, CancellationToken cancellation)
    {
        if (findings.Count == 0) return [];
        var (entries, flagged) = await ReadOwnAsync(findings, horizon, cancellation);
        // What was answered has no past of its own: it stands with the finding as soon as it was recorded.
        var answers = await facts.ReadStreamsAsync(
            [.. findings.Select(AnswersTo)], horizon with { HappenedBy = null }, cancellation);
        var effective = await corrections.ReadAsync([.. answers.Values.SelectMany(list => list)], horizon, cancellation);
        var numbers = await settings.RulesAsync(horizon, cancellation);
        return [.. findings.Distinct().Where(entries.Contains).Select(id => FindingFacts.Assemble(
            id, entries[id], flagged.TryGetValue(id, out var incident) ? incident : null,
            answers.GetValueOrDefault(AnswersTo(id), []), effective, numbers))];
    }

    /// <summary>The findings there ever were about subjects.</summary>
    public async Task<IReadOnlyList<Guid>> AboutAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT finding_id FROM finding_subject WHERE subject = ANY($1) ORDER BY finding_id");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. subjects] });
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    private async Task<(ILookup<Guid, FindingEntry> Entries, Dictionary<Guid, (long, IncidentFlagged)> Flagged)> ReadOwnAsync(
        IReadOnlyCollection<Guid> findings, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT seq, version, recorded_at, bytes FROM event
            WHERE stream = ANY($1) AND seq + 0 <= $2 AND ($3::timestamptz IS NULL OR recorded_at <= $3) ORDER BY stream, version
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]>
        {
            TypedValue = [.. findings.Select(id => StreamName.Finding(id).Value),
                .. findings.Select(id => StreamName.Incident(Finding.IncidentOf(id)).Value)],
        });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        command.Parameters.Add(horizon.KnownAtParameter());
        var (entries, flagged) = (new List<(Guid Finding, FindingEntry Entry)>(), new Dictionary<Guid, (long, IncidentFlagged)>());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var leaf = Leaf.Parse(reader.GetFieldValue<byte[]>(3));
            var ledgerEvent = leaf.ReadEvent();
            if (ledgerEvent is IncidentFlagged incident) flagged[incident.FindingId] = (reader.GetInt64(0), incident);
            else if (leaf.Stream.StartsWith("finding:", StringComparison.Ordinal))
                entries.Add((Guid.Parse(leaf.Stream.AsSpan("finding:".Length)), new(
                    reader.GetInt64(0), reader.GetInt32(1), Instant.FromDateTimeUtc(reader.GetDateTime(2)), ledgerEvent)));
        }

        return (entries.ToLookup(each => each.Finding, each => each.Entry), flagged);
    }

    private static string AnswersTo(Guid finding) => StreamName.FindingAnswer(new(finding)).Value;
}
