using Ledger.EventStore.PrivatePostgres;
using Xunit;

namespace Ledger.Testing;

/// <summary>
/// Class fixture: a database of its own for the tests of one class, started from a template. Without a server the tests
/// that touch it are skipped, or fail with CI=true.
/// </summary>
public abstract class LedgerDatabase(DatabaseTemplate template) : IAsyncLifetime
{
    private TestDatabase? _database;
    private string _missing = "";

    public TestDatabase Database
    {
        get
        {
            if (_database is null) Requirement.Missing(_missing);
            return _database;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _database = await TestDatabases.CreateAsync(template, TestContext.Current.CancellationToken);
        }
        catch (PostgresNotFoundException none)
        {
            // Said by each test, since a fixture cannot skip.
            _missing = none.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
