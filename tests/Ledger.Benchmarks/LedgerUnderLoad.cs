using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ledger.EventStore.PrivatePostgres;

namespace Ledger.Benchmarks;

/// <summary>The service as its operator runs it, a process over the benchmark's cluster, with a key to post with.</summary>
internal sealed class LedgerUnderLoad : IAsyncDisposable
{
    public const string Path = "/v1/custody-events";
    private const string Organisation = "org-1";
    private const int Lots = 10_240;
    private static readonly string[] Roles = ["agent", "exporter", "auditor"];

    private readonly ChildProcess _process;
    private readonly string _folder;

    private LedgerUnderLoad(ChildProcess process, string folder, string authorization) =>
        (_process, _folder, Authorization) = (process, folder, authorization);

    public string Authorization { get; }

    public int Port => _process.Port;

    public double CpuSeconds => _process.CpuSeconds;

    public long PeakBytes => _process.PeakBytes;

    /// <param name="cluster">Where its database is.</param>
    /// <param name="withViews">False: a node that only captures, as an operator may run it beside one that projects.</param>
    /// <param name="withLog">False: without the transparency log; as with the views where it is not said.</param>
    public static async Task<LedgerUnderLoad> StartAsync(BenchmarkCluster cluster, bool withViews, bool? withLog = null)
    {
        var folder = Directory.CreateTempSubdirectory("ledger-benchmark-").FullName;
        var process = await ChildProcess.StartAsync("Ledger.Api.dll", ["--port", "0", "--data", folder], new Dictionary<string, string>
        {
            ["ConnectionStrings__Ledger"] = cluster.ConnectionString(ClusterRoles.App),
            ["ConnectionStrings__LedgerOwner"] = cluster.ConnectionString(ClusterRoles.Owner),
            ["Ledger__Limits__PostsPerMinute"] = "100000000",
            ["Ledger__Views"] = withViews ? "on" : "off",
            ["Ledger__Log__Keep"] = withLog ?? withViews ? "on" : "off",
        });
        var first = System.IO.Path.Combine(folder, "keys", "first-admin-key.txt");
        return new(process, folder, await KeyAsync(process.Port, cluster.AdminKey ??= (await File.ReadAllTextAsync(first)).Trim()));
    }

    /// <summary>A scale reading of one of some ten thousand lots; one ledger event, some 400 bytes.</summary>
    public static byte[] Weighing(int connection, int count) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"id":"{{Guid.NewGuid()}}","type":"weighed","lotId":"{{Organisation}}:{{((connection * 40) + (count % 40)) % Lots}}",
        """) + string.Create(CultureInfo.InvariantCulture,
        $$"""
        "channel":"phone","deviceId":"device-{{connection}}","deviceSeq":{{count + 1}},"capturedAt":"2026-03-02T15:41:12+02:00",
        """) +
        """
        "eventTime":"2026-03-02T15:40:00+02:00","timePrecision":"minute","grossKg":50.6,"tareKg":0.5,"netKg":50.1,
        """ +
        """
        "method":"measured","basis":"wet","scaleId":"SC-204","purpose":"gate"}
        """);

    public static byte[] WeighingLine(int connection, int count) => [.. Weighing(connection, count), (byte)'\n'];

    public Task<Load> RunAsync(int connections, TimeSpan time) =>
        new LoadClient(Port, Path, Authorization).RunAsync(connections, time, Weighing, 201);

    /// <summary>A client with the key; uploads may take their time.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Authorization);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> KeyAsync(int port, string admin)
    {
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", admin);
        using var answer = await client.PostAsJsonAsync(
            "/v1/keys", new { organisation = Organisation, roles = Roles, name = "benchmark" });
        answer.EnsureSuccessStatusCode();
        var key = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return "Bearer " + key.GetProperty("key").GetString();
    }
}
