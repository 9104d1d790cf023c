using System.Text.Json;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Findings with what was answered, and the incidents they flagged.</summary>
internal static class FindingTable
{
    /// <summary>Folds each finding's streams whole: a page may hold any part of them.</summary>
    public static void Write(ViewBatch batch, IEnumerable<FindingFacts> findings)
    {
        foreach (var finding in findings)
        {
            if (FindingView.Of(finding) is { } view)
                Write(batch, view, finding.Entries[0].Sequence);
            if (IncidentView.Of(finding) is { } incident)
                Write(batch, incident, finding.Flagged!.Value.Sequence);
        }
    }

    // Array columns do not go through unnest, and findings are few.
    private static void Write(ViewBatch batch, FindingView view, long raisedSeq) =>
        batch.Add(
            """
            INSERT INTO finding (finding_id, rule, subject, tier, audience, status, parties, raised_seq, opens_on, body, evidence)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (finding_id) DO UPDATE SET tier = excluded.tier, audience = excluded.audience, status = excluded.status,
                parties = excluded.parties, opens_on = excluded.opens_on, evidence = excluded.evidence, body = excluded.body
            """,
            new object[]
            {
                view.FindingId, view.Content.Rule, view.Content.Subject, Code<FindingTier>.Name(view.Content.Tier),
                Code<Audience>.Name(view.Audience), Code<FindingStatus>.Name(view.Status),
                view.Named.Select(party => party.Value).ToArray(),
                raisedSeq, view.OpensOn.ToDateOnly(), JsonSerializer.Serialize(view, ViewJson.Plain.FindingView),
                view.Content.Evidence.Ids.Select(id => id.Value).ToArray(),
            }.Select(value => new NpgsqlParameter { Value = value }));

    private static void Write(ViewBatch batch, IncidentView view, long flaggedSeq) =>
        batch.Add(
            """
            INSERT INTO incident (incident_id, finding_id, subject, parties, flagged_seq, body) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (incident_id) DO UPDATE SET parties = excluded.parties, body = excluded.body
            """,
            new object[]
            {
                view.IncidentId, view.FindingId, view.Subject, view.Parties.Select(party => party.Value).ToArray(), flaggedSeq,
                JsonSerializer.Serialize(view, ViewJson.Plain.IncidentView),
            }.Select(value => new NpgsqlParameter { Value = value }));
}
