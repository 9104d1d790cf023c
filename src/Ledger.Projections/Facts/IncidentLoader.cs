using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Projections.Views;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Puts together an incident and the finding that flagged it.</summary>
public sealed class IncidentLoader(NpgsqlDataSource source, FindingReader findings)
{
    /// <summary>Null where it was never flagged.</summary>
    public async Task<IncidentFacts?> LoadAsync(Guid incident, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT bytes FROM event WHERE stream = $1 AND seq + 0 <= $2 ORDER BY version LIMIT 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamName.Incident(incident).Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        if (await command.ExecuteScalarAsync(cancellation) is not byte[] bytes) return null;
        var flagged = (IncidentFlagged)Leaf.Parse(bytes).ReadEvent();
        return (await findings.ReadAsync([flagged.FindingId], horizon, cancellation)) is [var finding] ? IncidentFacts.Of(finding) : null;
    }
}
