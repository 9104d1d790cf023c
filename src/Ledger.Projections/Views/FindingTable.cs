using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.EventStore;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Findings and flagged incidents: folds of their own streams, which only grow.</summary>
internal static class FindingTable
{
    /// <summary>Folds each finding's whole stream up to the page's end: the page may hold any part of it.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredEvent> page, FindingReader findings, long upTo, CancellationToken cancellation)
    {
        Guid[] touched = [.. page.Where(stored => stored.Stream.Kind is "finding")
            .Select(stored => Guid.Parse(stored.Stream.Value.AsSpan("finding:".Length))).Distinct()];
        foreach (var (view, raisedSeq) in await findings.ReadAsync(touched, upTo, cancellation))
            await WriteAsync(connection, view, raisedSeq, cancellation);
        foreach (var stored in page.Where(stored => stored.Type == "incident_flagged"))
            await FlagAsync(connection, stored, cancellation);
    }

    // Array columns do not go through unnest, and findings are few.
    private static async Task WriteAsync(NpgsqlConnection connection, FindingView view, long raisedSeq, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO finding (finding_id, rule, subject, tier, status, parties, raised_seq, body, evidence)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (finding_id) DO UPDATE SET tier = excluded.tier, status = excluded.status, parties = excluded.parties,
                evidence = excluded.evidence, body = excluded.body
            """, connection);
        foreach (var value in new object[]
        {
            view.FindingId, view.Content.Rule, view.Content.Subject, Code<FindingTier>.Name(view.Content.Tier),
            Code<FindingStatus>.Name(view.Status),
            view.Content.Parties.Select(party => party.Value).ToArray(), raisedSeq,
            JsonSerializer.Serialize(view, ViewJson.Plain.FindingView),
            view.Content.Evidence.Ids.Select(id => id.Value).ToArray(),
        }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task FlagAsync(NpgsqlConnection connection, StoredEvent stored, CancellationToken cancellation)
    {
        var flagged = (IncidentFlagged)EventTypes.Deserialize(stored.Type, Leaf.Parse(stored.Bytes).Data.Span);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO incident (incident_id, finding_id, subject, parties, flagged_seq, body) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (incident_id) DO NOTHING
            """, connection);
        foreach (var value in new object[]
        {
            flagged.IncidentId, flagged.FindingId, flagged.Subject, flagged.Parties.Select(party => party.Value).ToArray(), stored.Sequence,
            JsonSerializer.Serialize(IncidentView.Of(flagged), ViewJson.Plain.IncidentView),
        }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
