using Npgsql;
using NpgsqlTypes;

namespace Ledger.EventStore.Reading;

/// <summary>Parameters that need not be there.</summary>
public static class OptionalParameter
{
    /// <summary>A parameter that is NULL of that type where there is no value.</summary>
    public static void AddOptional(this NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
