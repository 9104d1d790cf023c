using System.Text.Json.Nodes;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// Class fixture: two bags sold, one received too heavy and corrected, the other too heavy and not; washed into a product, which is sold
/// on; and then the heads were taken.
/// </summary>
public sealed class ToldStory : IAsyncLifetime
{
    private readonly RunningLedger _ledger = new();

    internal LedgerServer Server => _ledger.Server;
    internal Story Story { get; private set; } = null!;
    internal Bag Corrected { get; private set; } = null!;
    internal Bag Heavy { get; private set; } = null!;
    internal string Product { get; private set; } = "";
    internal LedgerClient Auditor { get; private set; } = null!;
    internal IReadOnlyCollection<NoteVerifier> Keys { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await _ledger.InitializeAsync();
        try
        {
            await TellAsync(_ledger.Server);
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    public async ValueTask DisposeAsync()
    {
        Story?.Dispose();
        Auditor?.Dispose();
        await _ledger.DisposeAsync();
    }

    /// <summary>Takes the heads, once all that was recorded counts in.</summary>
    internal async Task TakeHeadsAsync()
    {
        var head = await Server.HeadAsync();
        await Eventually.IsAsync(
            () => Auditor.SendAsync(HttpMethod.Post, "/v1/log/heads"), taken => (long)taken.Body["through"]! >= head);
    }

    private async Task TellAsync(LedgerServer server)
    {
        Auditor = await server.AsAsync("demo-auditor", "auditor");
        Story = await Story.BeginAsync(server);
        (Corrected, Heavy) = (await Story.BagAsync(site: "RW-0001"), await Story.BagAsync(40m, site: "RW-0002"));
        var wrong = await Story.HandOverAsync(Corrected, 50m, 58m);
        await Story.HandOverAsync(Heavy, 40m, 47m);
        await Story.SettleAsync(); // rules see the difference before it is explained
        var replacement = Story.Receipt(Corrected, 50.1m);
        (replacement["id"], replacement["type"], replacement["eventTime"]) =
            (Guid.NewGuid().ToString(), "received", "2026-03-02T08:30:00+02:00");
        replacement["note"] = "read again";
        await Story.TellAsync(Story.Trader, "corrected", new()
        {
            ["target"] = wrong.ToString(), ["reason"] = "incorrect-data", ["replacement"] = replacement,
        });
        Product = (await Story.WashAsync(70m, (Corrected, 50m), (Heavy, 40m))).LotId;
        await Story.TellAsync(Story.Trader, "sold", new()
        {
            ["seller"] = Story.Trader.Organisation, ["buyer"] = Story.Stranger.Organisation, ["titlePasses"] = "delivered",
            ["lots"] = new JsonArray(new JsonObject { ["lotId"] = Product, ["netKg"] = 70, ["method"] = "measured" }),
        });
        await Story.SettleAsync();
        Keys = [.. (await Auditor.GetAsync("/v1/log/key")).Body["keys"]!.AsArray()
            .Select(key => NoteVerifier.TryParse((string)key!, out var read) ? read : throw new FormatException((string)key!))];
        await TakeHeadsAsync();
    }
}
