using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Finds what corrects a set of facts or brought them as replacements, and what corrects those corrections in turn.</summary>
public sealed class CorrectionReader(NpgsqlDataSource source)
{
    public async Task<Effectiveness> ReadAsync(IReadOnlyCollection<Fact> facts, Horizon horizon, CancellationToken cancellation)
    {
        var recorders = new Dictionary<CustodyEventId, PartyId>();
        foreach (var fact in facts) recorders[fact.Custody] = fact.RecordedBy;
        var found = new Dictionary<CustodyEventId, Correction>();
        var known = new HashSet<Guid>();
        Guid[] asked = [.. recorders.Keys.Select(id => id.Value).Where(known.Add)];
        while (asked.Length > 0)
        {
            var added = new List<Guid>();
            foreach (var correction in await TargetingAsync(asked, horizon, cancellation))
                // What corrects it in turn, and what else corrects its target: one of them has the last word.
                if (found.TryAdd(correction.Id, correction)) added.AddRange([correction.Id.Value, correction.Target.Value]);
            asked = [.. added.Where(known.Add)];
        }

        await AddRecordersAsync(found.Values, recorders, cancellation);
        return found.Count == 0 ? Effectiveness.All
            : new(found.Values, id => recorders.TryGetValue(id, out var party) ? party : null);
    }

    /// <summary>The custody events that stand or fall with those given: linked to them by corrections, over any number of steps.</summary>
    public async Task<IReadOnlyCollection<Guid>> ConnectedAsync(IReadOnlyCollection<Guid> custody, CancellationToken cancellation)
    {
        var connected = new HashSet<Guid>();
        Guid[] asked = [.. custody];
        while (asked.Length > 0)
        {
            await using var command = source.CreateCommand(
                "SELECT id, target, replacement FROM correction WHERE target = ANY($1) OR id = ANY($1) OR replacement = ANY($1)");
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = asked });
            var found = new List<Guid>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                found.AddRange([reader.GetGuid(0), reader.GetGuid(1)]);
                if (!await reader.IsDBNullAsync(2, cancellation)) found.Add(reader.GetGuid(2));
            }

            asked = [.. found.Where(connected.Add)];
        }

        return connected;
    }

    // A replacement's correction targets an event outside the set: whether it may is judged by who recorded that.
    private async Task AddRecordersAsync(
        IEnumerable<Correction> found, Dictionary<CustodyEventId, PartyId> recorders, CancellationToken cancellation)
    {
        Guid[] unknown = [.. found.Select(correction => correction.Target).Where(target => !recorders.ContainsKey(target))
            .Select(target => target.Value)];
        if (unknown.Length == 0) return;
        await using var command = source.CreateCommand("SELECT id, organisation FROM custody_event WHERE id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = unknown });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) recorders[new(reader.GetGuid(0))] = new(reader.GetString(1));
    }

    private async Task<IReadOnlyList<Correction>> TargetingAsync(Guid[] targets, Horizon horizon, CancellationToken cancellation)
    {
        if (horizon.Memory is not { } memory) return await ReadTargetingAsync(targets, horizon, cancellation);
        var (found, unknown) = (new List<Correction>(), new List<Guid>());
        foreach (var target in targets)
        {
            if (memory.Corrections.TryGet(target, out var known)) found.AddRange(known);
            else unknown.Add(target);
        }

        if (unknown.Count == 0) return found;
        var read = await ReadTargetingAsync([.. unknown], horizon, cancellation);
        foreach (var target in unknown)
        {
            var its = read.FindAll(correction => correction.Target.Value == target || correction.Replacement?.Value == target);
            memory.Corrections.Keep(target, its);
            found.AddRange(its);
        }

        return found;
    }

    private async Task<List<Correction>> ReadTargetingAsync(Guid[] targets, Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT id, target, recorded_by, by_programme, replacement, happened_at FROM correction
            WHERE (target = ANY($1) OR replacement = ANY($1)) AND seq <= $2 AND ($3::timestamptz IS NULL OR recorded_at <= $3)
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = targets });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        command.Parameters.Add(horizon.KnownAtParameter());
        var found = new List<Correction>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(new(new(reader.GetGuid(0)), new(reader.GetGuid(1)), new(reader.GetString(2)), reader.GetBoolean(3),
                await reader.IsDBNullAsync(4, cancellation) ? null : new CustodyEventId(reader.GetGuid(4)),
                Instant.FromDateTimeUtc(reader.GetDateTime(5))));
        return found;
    }
}
