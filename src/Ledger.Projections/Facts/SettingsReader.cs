using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Facts;

/// <summary>Reads the stream of settings, which a programme changes a few times a year: no copy of it is kept.</summary>
public sealed class SettingsReader(NpgsqlDataSource source)
{
    /// <summary>Every change up to the horizon, in order.</summary>
    public async Task<IReadOnlyList<SettingChange>> ReadAsync(Horizon horizon, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT version, recorded_at, bytes FROM event
            WHERE stream = $1 AND seq + 0 <= $2 AND ($3::timestamptz IS NULL OR recorded_at <= $3) ORDER BY version
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StreamName.Settings.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = horizon.UpTo });
        command.Parameters.Add(horizon.KnownAtParameter());
        var changes = new List<SettingChange>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var leaf = Leaf.Parse(reader.GetFieldValue<byte[]>(2));
            changes.Add(new(
                reader.GetInt32(0), Instant.FromDateTimeUtc(reader.GetDateTime(1)),
                leaf.ReadHeaders().RecordedBy,
                (SettingChanged)leaf.ReadEvent()));
        }

        return changes;
    }

    /// <summary>As rules and views take them.</summary>
    public async Task<RuleSettings> RulesAsync(Horizon horizon, CancellationToken cancellation)
    {
        if (horizon.Memory?.Settings is { } known) return known;
        var rules = await ReadRulesAsync(horizon, cancellation);
        if (horizon.Memory is { } memory) memory.Settings = rules;
        return rules;
    }

    private async Task<RuleSettings> ReadRulesAsync(Horizon horizon, CancellationToken cancellation) =>
        await ReadAsync(horizon, cancellation) is { Count: > 0 } changes
            ? RuleSettings.Of(DatedSettings.Fold(changes.Select(change => change.Event))) : RuleSettings.Default;
}
