using System.Diagnostics;
using System.Text.Json.Nodes;
using Ledger.Testing;

namespace Ledger.EndToEnd;

/// <summary>The verifier as it goes to who has no .NET: one file, made by <c>tools/publish/verifier.sh</c>.</summary>
public sealed class PublishedVerifierTests(StoreDatabase database) : IClassFixture<StoreDatabase>, IDisposable
{
    // No such package, no such version, or nobody answers where packages come from.
    private static readonly string[] NotToBeHad = ["error NU1101", "error NU1102", "error NU1103", "error NU1301"];

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-published-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_file_verifies_a_dossier_where_there_is_no_dotnet()
    {
        var ledger = await PublishAsync();
        Assert.Equal([ledger], Directory.GetFileSystemEntries(Path.GetDirectoryName(ledger)!));
        var (dossier, vkey) = await DossierAsync();

        var verified = await RunAsync(ledger, "verify", dossier, "--key", vkey);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Assert.EndsWith("VERIFIED\n", verified.Output, StringComparison.Ordinal);
        var json = await RunAsync(ledger, "verify", dossier, "--key", vkey, "--json");
        Assert.True((bool)JsonNode.Parse(json.Output)!["verified"]!);

        var stranger = vkey[..^8] + (vkey[^8] == 'A' ? 'B' : 'A') + vkey[^7..];
        Assert.NotEqual(0, (await RunAsync(ledger, "verify", dossier, "--key", stranger)).ExitCode);
        var none = Path.Combine(_folder, "none.zip");
        await File.WriteAllTextAsync(none, "no zip", TestContext.Current.CancellationToken);
        Assert.Equal(2, (await RunAsync(ledger, "verify", none, "--key", vkey)).ExitCode);
    }

    private async Task<string> PublishAsync()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("tools/publish/verifier.sh is for a shell.");
        var architecture = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        var made = Path.Combine(_folder, "made");
        var published = await EndAsync(new(Path.Combine(Repository.Root, "tools/publish/verifier.sh"), [architecture, made]));
        if (NotToBeHad.Any(error => published.Output.Contains(error, StringComparison.Ordinal)))
            Assert.Skip("The runtime packs of .NET are not to be had: " + published.Output);
        Assert.True(published.ExitCode == 0, published.Output + published.Error);
        return Path.Combine(made, "ledger");
    }

    private async Task<(string File, string Vkey)> DossierAsync()
    {
        var data = Path.Combine(_folder, "data");
        await using var service = await ServiceProcess.StartAsync(database.Database, data);
        using var admin = new Participant(service.Address, File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim());
        using var agent = new Participant(service.Address, await admin.MakeKeyAsync("demo-agent", "agent"));
        using var auditor = new Participant(service.Address, await admin.MakeKeyAsync("demo-auditor", "auditor"));
        var id = Guid.NewGuid();
        Assert.Equal(Known.Acknowledged, (await agent.PostAsync(id, Participant.Weighed(id))).Known);
        var dossier = Path.Combine(_folder, "dossier.zip");
        await auditor.DownloadAsync($"/v1/tags/RW/mine/{Participant.TagNumber(id)}/dossier.zip", dossier);
        var keys = Path.Combine(_folder, "keys.json");
        await auditor.DownloadAsync("/v1/log/key", keys);
        return (dossier, (string)JsonNode.Parse(await File.ReadAllTextAsync(keys, TestContext.Current.CancellationToken))!["keys"]![0]!);
    }

    private static Task<Ended> RunAsync(string ledger, params string[] arguments)
    {
        var start = new ProcessStartInfo(ledger, arguments);
        foreach (var name in (string[])["PATH", "DOTNET_ROOT", "DOTNET_ROOT_X64"]) start.Environment.Remove(name);
        return EndAsync(start);
    }

    private static async Task<Ended> EndAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }
}
