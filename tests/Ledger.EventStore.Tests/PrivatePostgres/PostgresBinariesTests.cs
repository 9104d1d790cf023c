using Ledger.EventStore.PrivatePostgres;
using Ledger.Testing;

namespace Ledger.EventStore.Tests.PrivatePostgres;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string _folder = ThrowAwayCluster.NewFolder();
    private string Binaries => Path.Combine(_folder, "bin");

    public PostgresBinariesTests() => Directory.CreateDirectory(Binaries);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Missing_binaries_name_every_remedy()
    {
        var message = (await Assert.ThrowsAsync<PostgresNotFoundException>(StartAsync)).Message;

        string[] remedies = ["ConnectionStrings__Ledger", "apt install", "LEDGER_PG_BIN", "tools/pg/fetch.sh"];
        foreach (var remedy in remedies)
            Assert.Contains(remedy, message, StringComparison.Ordinal);
        Assert.Contains($"{Binaries}: has no initdb", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_too_old_is_not_used()
    {
        MakePrograms("echo 'postgres (PostgreSQL) 14.9 (Debian 14.9-1)'");

        var message = (await Assert.ThrowsAsync<PostgresNotFoundException>(StartAsync)).Message;

        Assert.Contains("15 or newer, says 'postgres (PostgreSQL) 14.9", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_initdb_says_what_it_said_and_leaves_the_cluster_half_made()
    {
        MakePrograms("""
            [ "$1" = --version ] && { echo 'postgres (PostgreSQL) 15.1'; exit 0; }
            echo 'disk on fire' >&2
            exit 1
            """);

        var failure = await Assert.ThrowsAsync<PrivateClusterException>(StartAsync);

        Assert.Contains("disk on fire", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "half-made")));
    }

    private Task StartAsync() => PrivateCluster.StartAsync(
        new(_folder, Durable: false) { BinaryDirectory = Binaries }, TestContext.Current.CancellationToken);

    private void MakePrograms(string script)
    {
        if (OperatingSystem.IsWindows()) return;

        foreach (var tool in new[] { "initdb", "pg_ctl", "postgres" })
        {
            var path = Path.Combine(Binaries, tool);
            File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }
}
