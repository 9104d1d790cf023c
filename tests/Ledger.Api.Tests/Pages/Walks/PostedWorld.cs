using System.Text.Json;
using Ledger.Projections.Hosting;
using Ledger.Simulation;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Ledger.Api.Tests.Pages.Walks;

/// <summary>The demo world in its small size, as the command line posts it to a real service: once for all walks through it.</summary>
public sealed class PostedWorld : IAsyncLifetime
{
    private const ulong Seed = 1;
    private static readonly LocalDate Until = new(2026, 6, 30);

    private readonly RunningLedger _ledger = new();
    private Dictionary<string, string> _keys = [];

    internal LedgerServer Server => _ledger.Server;

    /// <summary>What was posted, and what really happened.</summary>
    public World World { get; } = World.Generate(new(Seed, WorldSize.Small, Until));

    public async ValueTask InitializeAsync()
    {
        await _ledger.InitializeAsync();
        try
        {
            _ = Server;
        }
        catch (Xunit.Sdk.SkipException)
        {
            return; // said again by each walk
        }

        await PostAsync();
        // Days of the world end as they do in the ledger: then what rules look for over days and months is found, and dated.
        var calendar = Server.App.Services.GetRequiredService<CalendarKeeper>();
        await calendar.CloseAsync(calendar.Yesterday.PlusDays(1), TestContext.Current.CancellationToken);
        await Server.SettledAsync();
    }

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    /// <summary>An organisation of the world with the key that it posted with.</summary>
    internal LedgerClient As(string organisation) => new(Server.Address, organisation, _keys[organisation]);

    /// <summary>The custody events of a type that the world holds, in the order of arrival, without those that were corrected.</summary>
    internal IEnumerable<JsonElement> Posted(string type)
    {
        var all = World.Postings.Select(posting => JsonDocument.Parse(posting.Json).RootElement).ToList();
        var corrected = all.Where(each => TypeOf(each) == "corrected").Select(each => each.GetProperty("target").GetString()).ToHashSet();
        return all.Where(each => TypeOf(each) == type && !corrected.Contains(each.GetProperty("id").GetString()));

        static string TypeOf(JsonElement custodyEvent) => custodyEvent.GetProperty("type").GetString()!;
    }

    /// <summary>The one planted fraud of that kind.</summary>
    internal PlantedFraud Planted(string kind) => World.Truth.Frauds.Single(fraud => fraud.Kind == kind);

    /// <summary>Lots and tags no fraud and no slip of the finger has to do with.</summary>
    internal bool IsHonest(JsonElement custodyEvent)
    {
        var text = custodyEvent.GetRawText();
        var touched = World.Truth.Frauds.SelectMany(fraud => fraud.Subjects)
            .Where(subject => subject.Split(':')[0] is "lot" or "tag").Select(subject => subject.Split(':', 2)[1].Split('/')[^1]);
        var slips = World.Truth.TypingErrors.Select(error => error.CustodyEvent.ToString());
        return !touched.Concat(slips).Any(each => text.Contains($"{each}\"", StringComparison.Ordinal));
    }

    /// <summary>What the command line says of a dossier or proof, with the key that the service shows.</summary>
    internal async Task<LedgerProcess> VerifyAsync(string file, params string[] more)
    {
        using var nobody = Server.Anonymous();
        var keys = (await nobody.GetAsync("/v1/log/key")).Body["keys"]!.AsArray().Select(key => (string)key!);
        return await LedgerProcess.RunAsync(["verify", file, .. keys.SelectMany(key => new[] { "--key", key }), .. more]);
    }

    /// <summary>What the answer to an address holds, all pages of it.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> AllAsync(LedgerClient reader, string address)
    {
        var items = new List<JsonElement>();
        for (string? next = address; next is not null;)
        {
            var body = JsonDocument.Parse((await reader.GetAsync(next)).Text).RootElement;
            items.AddRange(body.GetProperty("items").EnumerateArray());
            next = body.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        return items;
    }

    private async Task PostAsync()
    {
        using var folder = new TemporaryFolder();
        using var admin = Server.Admin();
        var keys = folder.File("keys.json");
        var posted = await LedgerProcess.RunAsync(
            "simulate", "--seed", $"{Seed}", "--size", "small", "--until", $"{Until:uuuu-MM-dd}", "--to", Server.Address.ToString(),
            "--key", admin.Key!, "--keys", keys);
        Assert.True(posted.ExitCode == 0, posted.Error);
        _keys = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(keys, TestContext.Current.CancellationToken))!;
    }
}

/// <summary>One world and one browser for the walks, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WorldWalks : ICollectionFixture<PostedWorld>, ICollectionFixture<RunningBrowser>
{
    public const string Name = "walks through the demo world";
}
