using Ledger.Api.Auth;
using Ledger.Api.Hosting;
using Ledger.Api.Keys;
using Ledger.EventStore.PrivatePostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ledger.Api.Tests;

/// <summary>The real service on a free port, over a real database, in this process.</summary>
internal sealed class LedgerServer : IAsyncDisposable
{
    private readonly LedgerOptions _options;
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private bool _isStopped;

    private LedgerServer(WebApplication app, LedgerOptions options) => (App, _options) = (app, options);

    public WebApplication App { get; }

    public Uri Address => new(App.Urls.Single());

    public string Data => _options.Data;

    public static LedgerOptions OptionsFor(TestDatabase database, string? data = null) => new()
    {
        Port = 0,
        Data = data ?? Path.Combine(Path.GetTempPath(), $"ledger-api-{Guid.NewGuid():N}"),
        ConnectionString = database.ConnectionString(ClusterRoles.App),
        OwnerConnectionString = database.ConnectionString(ClusterRoles.Owner),
    };

    public static async Task<LedgerServer> StartAsync(LedgerOptions options)
    {
        var app = await LedgerApp.BuildAsync(options, TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, options);
    }

    /// <summary>A client without a key.</summary>
    public LedgerClient Anonymous() => new(Address, "nobody", key: null);

    /// <summary>A client with the key the service made for its first administrator; the first server of a database has it.</summary>
    public LedgerClient Admin() => new(
        Address, "operator", File.ReadAllText(Path.Combine(Data, "keys", FirstKeys.AdminFile)).Trim());

    /// <summary>A client of that organisation with a key of these roles.</summary>
    public async Task<LedgerClient> AsAsync(string organisation, params string[] roles)
    {
        var name = $"{organisation} {string.Join('+', roles)}";
        if (!_keys.TryGetValue(name, out var key))
        {
            var maker = App.Services.GetRequiredService<KeyMaker>();
            (_, key) = await maker.MakeAsync(new(organisation), RoleCodes.Combine(roles), name, TestContext.Current.CancellationToken);
            _keys[name] = key;
        }

        return new(Address, organisation, key);
    }

    /// <summary>The sequence, straight from the table. The calendar and rules move it too, at any time.</summary>
    public Task<long> HeadAsync() => NumberAsync("SELECT seq FROM ledger.ledger_head");

    /// <summary>How many custody events are stored: what was posted, whatever the calendar and rules wrote meanwhile.</summary>
    public Task<long> StoredAsync() => NumberAsync("SELECT count(*) FROM ledger.custody_event");

    private async Task<long> NumberAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Stops and leaves the data folder for the next start.</summary>
    public async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await App.StopAsync();
        await App.DisposeAsync();
    }

    /// <summary>Stops, and takes the data folder away; nothing is left to do where a later server had it too.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(Data)) Directory.Delete(Data, recursive: true);
    }
}

/// <summary>Class fixture: one server and one database for the tests of a class.</summary>
public class RunningLedger : IAsyncLifetime
{
    private readonly StoreDatabase _database = new();
    private readonly bool _hasViews;
    private LedgerServer? _server;

    public RunningLedger() : this(hasViews: true)
    {
    }

    private protected RunningLedger(bool hasViews) => _hasViews = hasViews;

    public TestDatabase Database => _database.Database;

    internal LedgerServer Server
    {
        get
        {
            _ = _database.Database; // skips the test where there is no PostgreSQL
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        try
        {
            _server = await LedgerServer.StartAsync(LedgerServer.OptionsFor(_database.Database) with { Views = _hasViews });
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A running ledger in which nothing is recorded but what is posted: no day closes, and no rule finds anything.</summary>
public sealed class StillLedger() : RunningLedger(hasViews: false);
