namespace Ledger.EventStore.PrivatePostgres;

/// <summary>A private PostgreSQL could not be made, started or stopped; the message says what to do about it.</summary>
public class PrivateClusterException(string message) : Exception(message);

/// <summary>This machine has no PostgreSQL server binaries that the service could run.</summary>
public sealed class PostgresNotFoundException(string message) : PrivateClusterException(message);
