using System.Diagnostics;
using System.Text.Json.Nodes;
using Ledger.Cli.Verify;
using Ledger.Transparency.Notes;

namespace Ledger.Benchmarks;

/// <summary>The dossier of a lot of 700 bags over three levels: how long it takes to make, and to verify on one core.</summary>
internal static class DossierBenchmark
{
    private const int Fifties = 14;
    private const int LinesOfAFifty = 53; // without what is blended of ten
    private const int Rounds = 3;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        await using var cluster = new BenchmarkCluster();
        await cluster.StartAsync();
        await using var ledger = await LedgerUnderLoad.StartAsync(cluster, withViews: true);
        using var client = ledger.Client();
        byte[][] lines = [.. Enumerable.Range(0, Fifties).SelectMany(fifty => TradeLines.Of(fifty).Take(LinesOfAFifty)),
            TradeLines.Blend("all", 0, Fifties)];
        using var content = new ByteArrayContent([.. lines.SelectMany(line => line)]);
        content.Headers.ContentType = new("application/x-ndjson");
        using var posted = await client.PostAsync(LedgerUnderLoad.Path, content);
        posted.EnsureSuccessStatusCode();
        await Task.Delay(Settling);
        using var taken = await client.PostAsync("/v1/log/heads", null);

        var (clock, service, database) = (Stopwatch.StartNew(), ledger.CpuSeconds, cluster.ServerCpuSeconds());
        var zip = await client.GetByteArrayAsync("/v1/lots/org-1:eall/dossier.zip");
        Figures.Print($"made in {clock.Elapsed.TotalSeconds:0.0} s, {zip.Length / 1e6:0.0} MB");
        Figures.Print($"CPU {ledger.CpuSeconds - service:0.0} + {cluster.ServerCpuSeconds() - database:0.0} s");

        var key = (string)JsonNode.Parse(await client.GetStringAsync("/v1/log/key"))!["keys"]![0]!;
        NoteVerifier[] keys = [NoteVerifier.TryParse(key, out var read) ? read : throw new FormatException(key)];
        for (var round = 0; round < Rounds; round++)
        {
            clock.Restart();
            var before = ProcessCpu.Seconds(Environment.ProcessId);
            var report = DossierVerifier.Verify(new MemoryStream(zip), keys, null);
            var (seconds, cpu) = (clock.Elapsed.TotalSeconds, ProcessCpu.Seconds(Environment.ProcessId) - before);
            Figures.Print(
                $"{report.Leaves} events of {Fifties * 50} bags verified in {seconds:0.00} s, CPU {cpu:0.00} s: {report.Verified}");
            if (!report.Verified) Console.WriteLine(report);
        }
    }
}
