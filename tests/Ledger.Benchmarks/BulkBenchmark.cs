using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Ledger.EventStore.PrivatePostgres;
using Npgsql;
using NpgsqlTypes;

namespace Ledger.Benchmarks;

/// <summary>
/// Lines by the ten thousand, parsed, validated, hashed and stored, against a binary COPY of the rows they became (G5); and the
/// service's memory with 256 connections and a million events, and through an upload of a million lines (G9).
/// </summary>
internal static class BulkBenchmark
{
    private const int Rounds = 3;
    private const int Lines = 10_000; // the most that are answered at once
    private const int Requests = 8;
    private const int Many = 1_000_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(bool withMemory)
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(ClusterRoles.Owner));
        await using var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: false);
        using var client = ledger.Client();
        await PostAsync(client, Body()); // what is compiled in the first seconds is not what is asked about

        var (bulk, copy, service, database) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var stored = (long)Lines;
        for (var round = 0; round < Rounds; round++)
        {
            List<byte[]> bodies = [.. Enumerable.Range(0, Requests).Select(_ => Body())];
            var (clock, ours, theirs) = (Stopwatch.StartNew(), ledger.CpuSeconds, cluster.ServerCpuSeconds());
            foreach (var body in bodies) await PostAsync(client, body);
            bulk.Add(Requests * Lines / clock.Elapsed.TotalSeconds);
            service.Add((ledger.CpuSeconds - ours) * 1e6 / (Requests * Lines));
            database.Add((cluster.ServerCpuSeconds() - theirs) * 1e6 / (Requests * Lines));
            await StoreGate.CheckAsync(source, stored += Requests * Lines);
            copy.Add(await CopyAsync(source, Requests * Lines));
        }

        Figures.Print($"COPY of the rows {Figures.Median(copy):0}/s; NDJSON {Figures.Median(bulk):0} events/s");
        Figures.Print($"CPU {Figures.Median(service):0} + {Figures.Median(database):0} us an event");
        Figures.Print($"G5  {Figures.Median(bulk) / Figures.Median(copy):0.00} x COPY");
        if (withMemory) await MemoryAsync(ledger, client, source, stored);
    }

    private static async Task MemoryAsync(LedgerUnderLoad ledger, HttpClient client, NpgsqlDataSource source, long stored)
    {
        var before = stored;
        while (stored - before < Many) stored += (await ledger.RunAsync(256, 10 * Second)).Requests;
        await StoreGate.CheckAsync(source, stored);
        Figures.Print($"G9  256 connections, {stored - before} events: peak {ledger.PeakBytes / 1e6:0} MB");

        using var upload = new LinesContent(Many);
        using var answer = await client.PostAsync(LedgerUnderLoad.Path, upload);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new InvalidOperationException($"the upload ended with {answer.StatusCode}");
        await StoreGate.WaitAsync(source, stored + Many);
        Figures.Print($"G9  then an upload of {Many} lines: peak {ledger.PeakBytes / 1e6:0} MB");
    }

    private static byte[] Body() =>
        [.. Enumerable.Range(0, Lines).SelectMany(line => LedgerUnderLoad.WeighingLine(line % 256, line))];

    private static async Task PostAsync(HttpClient client, byte[] lines)
    {
        using var content = new ByteArrayContent(lines);
        content.Headers.ContentType = new("application/x-ndjson");
        using var answer = await client.PostAsync(LedgerUnderLoad.Path, content);
        var results = await answer.Content.ReadAsStringAsync();
        var created = results.Split('\n').Count(line => line.Contains("\"created\"", StringComparison.Ordinal));
        if (created != Lines)
            throw new InvalidOperationException($"{created} of {Lines} lines: {results[..Math.Min(500, results.Length)]}");
    }

    private static async Task<double> CopyAsync(NpgsqlDataSource source, int count)
    {
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, "DROP TABLE IF EXISTS copied; CREATE TABLE copied (LIKE event INCLUDING ALL)");
        var rows = await NewestAsync(connection, count);
        var clock = Stopwatch.StartNew();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY copied (seq, id, stream, version, type, recorded_at, bytes, leaf_hash) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var row in rows)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync((long)row[0], NpgsqlDbType.Bigint);
                await copy.WriteAsync((Guid)row[1], NpgsqlDbType.Uuid);
                await copy.WriteAsync((string)row[2], NpgsqlDbType.Text);
                await copy.WriteAsync((int)row[3], NpgsqlDbType.Integer);
                await copy.WriteAsync((string)row[4], NpgsqlDbType.Text);
                await copy.WriteAsync((DateTime)row[5], NpgsqlDbType.TimestampTz);
                await copy.WriteAsync((byte[])row[6], NpgsqlDbType.Bytea);
                await copy.WriteAsync((byte[])row[7], NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<List<object[]>> NewestAsync(NpgsqlConnection connection, int count)
    {
        await using var command = new NpgsqlCommand(
            "SELECT seq, id, stream, version, type, recorded_at, bytes, leaf_hash FROM event ORDER BY seq DESC LIMIT $1", connection);
        command.Parameters.Add(new() { Value = count });
        var rows = new List<object[]>(count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var row = new object[8];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lines made while they are sent, so that the client holds none.</summary>
    private sealed class LinesContent : HttpContent
    {
        private readonly int _lines;

        public LinesContent(int lines)
        {
            _lines = lines;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var line = 0; line < _lines; line++) await stream.WriteAsync(LedgerUnderLoad.WeighingLine(line % 256, line));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
