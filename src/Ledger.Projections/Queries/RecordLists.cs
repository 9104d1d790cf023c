using Npgsql;

namespace Ledger.Projections.Queries;

/// <summary>Custody events by who recorded them, and by what corrects them.</summary>
public sealed class RecordLists(NpgsqlDataSource source, RowReader rows)
{
    /// <summary>What an organisation recorded, newest first, before the cursor.</summary>
    public Task<RowPage> RecordedByAsync(
        string organisation, string? type, long? before, int limit, CancellationToken cancellation) => rows.PageAsync(
        """
        SELECT r.seq::text, json_build_object(
            'id', r.custody_event, 'type', r.type, 'recordedBy', r.organisation,
            'recordedAt', to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'sequence', r.seq,
            'eventTime', l.leaf #>> '{data,when,eventTime}', 'timePrecision', l.leaf #>> '{data,when,timePrecision}', 'stream', e.stream,
            'correctedBy', (SELECT coalesce(json_agg(c.id ORDER BY c.seq), '[]') FROM correction c
                WHERE c.target = r.custody_event AND (c.recorded_by = r.organisation OR c.by_programme)))::text
        FROM recorded r JOIN event e USING (seq), LATERAL (SELECT convert_from(e.bytes, 'UTF8')::json AS leaf) l
        WHERE r.organisation = $1 AND ($2::text IS NULL OR r.type = $2) AND r.seq < coalesce($3::bigint, 9223372036854775807)
        ORDER BY r.seq DESC LIMIT $4
        """, limit, cancellation, organisation, type, before);

    /// <summary>
    /// The custody events that correct one, in the order they were recorded: by who recorded it, or by the programme. Whoever else says
    /// so raises a finding and corrects nothing.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> CorrectionsOfAsync(Guid target, string recordedBy, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT id FROM correction WHERE target = $1 AND (recorded_by = $2 OR by_programme) ORDER BY seq");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = target });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = recordedBy });
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
