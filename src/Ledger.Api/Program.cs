using Ledger.Api;
using Ledger.Api.Hosting;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;

try
{
    await using var app = await LedgerApp.BuildAsync(LedgerOptions.Read(args));
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (exception
    is StartException or FormatException or MigrationException or PrivateClusterException or NpgsqlException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
