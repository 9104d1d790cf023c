using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Keys;
using Ledger.EventStore;
using Ledger.Projections.Hosting;
using Ledger.Simulation;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Hosting;

/// <summary>
/// Fills the demo's private ledger once, through its own API, with an invented world: its registers, 5,000 bags, honest mistakes
/// and planted frauds. What was planted is written down apart, where no reader of the ledger looks.
/// </summary>
internal sealed class DemoWorld(
    KeyMaker maker, DataFolder data, Database database, LedgerOptions options, CalendarKeeper calendar, IServer server, IEventStore store,
    Progress progress, ILogger<DemoWorld> log)
{
    /// <summary>The keys of the world's organisations; there once all of it is posted.</summary>
    public const string KeysFile = "demo-world-keys.json";
    public const string TruthFile = "demo-world-truth.json";
    private const ulong Seed = 1;
    private const int Window = 500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20);

    /// <summary>Posts the world unless it is there; the same ids make an interrupted posting go on.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (!options.Demo || !database.IsPrivate || data.ReadText(KeysFile) is not null) return;
        // A day to look from, so that what rules find while the world is posted is dated.
        await calendar.CloseAsync(calendar.Yesterday.PlusDays(-1), cancellation);
        var world = World.Generate(new(Seed, WorldSize.Full, calendar.Yesterday));
        var keys = await MakeKeysAsync(world.Participants, cancellation);
        var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        foreach (var entry in world.Registrations)
            await PostAsync(http, entry.Path, keys[entry.PostedBy.Value], new(Encoding.UTF8.GetString(entry.Json.Span), Encoding.UTF8,
                "application/json"), cancellation);
        foreach (var window in world.Postings.Chunk(Window))
            foreach (var batch in window.GroupBy(posting => posting.PostedBy.Value))
                await PostAsync(http, "/v1/custody-events", keys[batch.Key], Lines(batch), cancellation);
        data.WriteText(TruthFile, JsonSerializer.Serialize(TruthOf(world), ApiJson.Default.IReadOnlyListPlantedFraudLine));
        data.WriteText(KeysFile, JsonSerializer.Serialize(keys, ApiJson.Default.DictionaryStringString));
        Log.DemoWorldPosted(log, world.Postings.Count);
        await JudgeAsync(cancellation);
    }

    // Whoever reads the walk would else ask for findings that are still to come.
    private async Task JudgeAsync(CancellationToken cancellation)
    {
        await calendar.CloseAsync(calendar.Yesterday, cancellation);
        var last = await store.HeadAsync(cancellation);
        while (!await progress.WaitForEvaluationAsync(last, Look, cancellation)) Log.DemoWorldJudging(log);
        Log.DemoWorldJudged(log);
    }

    private async Task<Dictionary<string, string>> MakeKeysAsync(IReadOnlyList<Participant> participants, CancellationToken cancellation)
    {
        var keys = new Dictionary<string, string>();
        foreach (var participant in participants)
        {
            var roles = RoleCodes.Combine(participant.Roles);
            keys[participant.Id.Value] = (await maker.MakeAsync(participant.Id, roles, participant.Name, cancellation)).Text;
        }

        return keys;
    }

    private static StringContent Lines(IEnumerable<Posting> batch) => new(
        string.Concat(batch.Select(posting => Encoding.UTF8.GetString(posting.Json.Span) + "\n")), Encoding.UTF8, Outcomes.Lines);

    private static async Task PostAsync(
        HttpClient http, string path, string key, StringContent body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, cancellation);
        var results = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode || results.Contains("\"refused\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"the demo world was not taken: {results[..Math.Min(results.Length, 1_000)]}");
    }

    private static List<PlantedFraudLine> TruthOf(World world) =>
        [.. world.Truth.Frauds.Select(fraud => new PlantedFraudLine(
            fraud.Kind, [.. fraud.ExpectedRules], [.. fraud.Subjects], [.. fraud.CustodyEvents.Select(id => id.ToString())]))];
}

/// <summary>One planted fraud, as the truth file has it.</summary>
internal sealed record PlantedFraudLine(
    string Kind, IReadOnlyList<string> Rules, IReadOnlyList<string> Subjects, IReadOnlyList<string> CustodyEvents);
