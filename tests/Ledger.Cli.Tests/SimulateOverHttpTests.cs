using System.Text.Json;
using Ledger.Simulation;
using Ledger.Testing;
using NodaTime;

namespace Ledger.Cli.Tests;

public sealed class SimulateOverHttpTests
{
    private static readonly World World = World.Generate(new(1, WorldSize.Small, new LocalDate(2026, 6, 30)));

    // What the registers know first, then what is recorded.
    private static readonly IReadOnlyList<(string Organisation, string Id)> All =
    [
        .. World.Registrations.Select(each =>
            (each.PostedBy.Value, JsonDocument.Parse(each.Json).RootElement.GetProperty("id").GetString()!)),
        .. World.Postings.Select(posting => (posting.PostedBy.Value, posting.Id.ToString())),
    ];

    [Fact]
    public async Task Every_event_is_posted_once_through_busy_answers_and_cut_connections()
    {
        using var folder = new TemporaryFolder();
        await using var ledger = new TroubledLedger(
            Trouble.None, Trouble.Busy, Trouble.CutBeforeStoring, Trouble.CutAfterStoring, Trouble.HalfOverloaded, Trouble.HalfUnknown);

        var run = await PostAsync(ledger, "--keys", WriteKeys(folder));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(All.Order(), ledger.Stored.Order());
        Assert.True(ledger.Repeated > 0);
        Assert.Matches(@"^\d+ created, \d+ duplicate, 0 refused\s*$", run.Output);
    }

    [Fact]
    public async Task On_a_good_line_each_organisation_posts_in_the_order_of_arrival()
    {
        using var folder = new TemporaryFolder();
        await using var ledger = new TroubledLedger();

        var run = await PostAsync(ledger, "--keys", WriteKeys(folder));
        var again = await PostAsync(ledger, "--keys", WriteKeys(folder));

        foreach (var organisation in All.GroupBy(each => each.Organisation))
            Assert.Equal(
                organisation.Select(each => each.Id),
                ledger.Stored.Where(stored => stored.Organisation == organisation.Key).Select(stored => stored.Id));
        Assert.StartsWith($"{All.Count} created, 0 duplicate, 0 refused", run.Output, StringComparison.Ordinal);
        Assert.StartsWith($"0 created, {All.Count} duplicate, 0 refused", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_shown_with_its_fields_and_does_not_stop_the_rest()
    {
        using var folder = new TemporaryFolder();
        var refused = World.Postings[5];
        await using var ledger = new TroubledLedger { Refuses = refused.Id.ToString() };

        var run = await PostAsync(ledger, "--keys", WriteKeys(folder));

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(All.Count - 1, ledger.Stored.Count);
        Assert.Contains($"{refused.PostedBy} {refused.Id}: Some fields", run.Error, StringComparison.Ordinal);
        Assert.Contains("lots[0].netKg", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_administrators_key_every_organisation_gets_one_which_is_kept_privately()
    {
        using var folder = new TemporaryFolder();
        var keys = folder.File("keys.json");
        await using var ledger = new TroubledLedger();

        var run = await PostAsync(ledger, "--key", "ledger_admin", "--keys", keys);
        await PostAsync(ledger, "--keys", keys);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            World.Participants.Select(participant => (participant.Id.Value, string.Join(',', participant.Roles))),
            ledger.KeysAsked.Select(asked => (asked["organisation"]!.GetValue<string>(), string.Join(',', asked["roles"]!.AsArray()))));
        var kept = JsonSerializer.Deserialize<Dictionary<string, string>>(
            await File.ReadAllTextAsync(keys, TestContext.Current.CancellationToken))!;
        Assert.Equal(World.Participants.ToDictionary(each => each.Id.Value, each => TroubledLedger.KeyOf(each.Id.Value)), kept);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys));
    }

    [Fact]
    public async Task A_missing_key_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("none.json"), "{}", TestContext.Current.CancellationToken);
        await using var ledger = new TroubledLedger();

        var run = await PostAsync(ledger, "--keys", folder.File("none.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"no key for {World.Participants[0].Id}", run.Error, StringComparison.Ordinal);
        Assert.Empty(ledger.Stored);
    }

    private static Task<LedgerProcess> PostAsync(TroubledLedger ledger, params string[] keys) => LedgerProcess.RunAsync(
        ["simulate", "--seed", "1", "--size", "small", "--until", "2026-06-30", "--to", ledger.Address, .. keys]);

    private static string WriteKeys(TemporaryFolder folder)
    {
        var file = folder.File("keys.json");
        var keys = World.Participants.ToDictionary(each => each.Id.Value, each => TroubledLedger.KeyOf(each.Id.Value));
        File.WriteAllText(file, JsonSerializer.Serialize(keys));
        return file;
    }
}
