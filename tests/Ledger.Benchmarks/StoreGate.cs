using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>The gate of every benchmark that writes: a figure counts only if what was acknowledged is there as it must be.</summary>
internal static class StoreGate
{
    /// <summary>Acknowledged events are there once, without a gap, hashed as they are, and every stream has all its versions.</summary>
    /// <exception cref="InvalidOperationException">Anything else.</exception>
    public static async Task CheckAsync(NpgsqlDataSource source, long acknowledged)
    {
        await using var command = source.CreateCommand(
            """
            SELECT count(*), max(seq), count(DISTINCT id), (SELECT sum(version) FROM head),
                   (SELECT count(*) FROM event WHERE leaf_hash <> sha256('\x00'::bytea || bytes)) FROM event
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        long[] counts = [reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)];
        if (Array.Exists(counts, count => count != acknowledged) || reader.GetInt64(4) != 0)
            throw new InvalidOperationException($"acknowledged {acknowledged}, stored {string.Join(", ", counts)}");
    }

    /// <summary>Waits until that many events are there, and checks them.</summary>
    public static async Task WaitAsync(NpgsqlDataSource source, long expected)
    {
        await using var command = source.CreateCommand("SELECT seq FROM ledger_head");
        while ((long)(await command.ExecuteScalarAsync())! < expected) await Task.Delay(TimeSpan.FromMilliseconds(200));
        await CheckAsync(source, expected);
    }
}
