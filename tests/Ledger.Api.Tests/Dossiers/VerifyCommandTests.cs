using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Tests.Dossiers;

/// <summary><c>ledger verify</c> and <c>ledger fsck</c> as processes of their own: what they say, and with which code they end.</summary>
public sealed class VerifyCommandTests(ToldStory told) : IClassFixture<ToldStory>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-verify-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_ends_with_0_when_verified_1_when_not_and_2_when_there_is_nothing_to_verify()
    {
        var zip = await told.Auditor.DownloadAsync($"/v1/lots/{told.Product}/dossier.zip");
        var (good, changed, garbage) = (FileOf("good.zip", zip), FileOf("changed.zip", Changed(zip)), FileOf("none.zip", [1, 2, 3]));
        var key = told.Keys.First().ToString();

        var verified = await RunAsync("verify", good, "--key", key);
        Assert.Equal((0, true), (verified.Code, verified.Output.EndsWith("VERIFIED\n", StringComparison.Ordinal)));
        var refused = await RunAsync("verify", changed, "--key", key);
        Assert.Equal(1, refused.Code);
        Assert.Contains("WRONG  Event ", refused.Output, StringComparison.Ordinal);
        var json = await RunAsync("verify", changed, "--key", key, "--json");
        Assert.Equal((1, false), (json.Code, (bool)JsonNode.Parse(json.Output)!["verified"]!));
        Assert.Equal(2, (await RunAsync("verify", garbage, "--key", key)).Code);
        Assert.Equal(2, (await RunAsync("verify", Path.Combine(_folder.FullName, "gone.zip"), "--key", key)).Code);
        Assert.Equal(2, (await RunAsync("verify", good, "--key", "no key")).Code);
        Assert.Equal(2, (await RunAsync("verify", good)).Code);
    }

    [Fact]
    public async Task Verify_takes_the_proof_of_one_record_with_its_leaf_or_its_hash()
    {
        var key = told.Keys.First().ToString();
        var leaf = (await told.Auditor.GetAsync("/v1/events?after=0&limit=1")).Text;
        var hash = LeafHash.Of(Encoding.UTF8.GetBytes(leaf.TrimEnd('\n'))).ToString();
        var text = (await told.Auditor.GetAsync("/v1/log/proof?sequence=1")).Text;
        var proof = FileOf("proof", Encoding.UTF8.GetBytes(text));
        string[] verify = ["verify", proof, "--key", key, "--leaf"];

        var verified = await RunAsync([.. verify, FileOf("leaf", Encoding.UTF8.GetBytes(leaf))]);
        Assert.Equal((0, true), (verified.Code, verified.Output.EndsWith("VERIFIED\n", StringComparison.Ordinal)));
        Assert.Equal(0, (await RunAsync([.. verify, hash])).Code);
        var json = await RunAsync([.. verify, hash[..^1] + (hash[^1] == '0' ? '1' : '0'), "--json"]);
        Assert.Equal((1, false, 1L), (
            json.Code, (bool)JsonNode.Parse(json.Output)!["verified"]!, (long)JsonNode.Parse(json.Output)!["sequence"]!));
        Assert.Equal(2, (await RunAsync("verify", proof, "--key", key)).Code);
        var cut = FileOf("cut-proof", Encoding.UTF8.GetBytes(text[..(text.Length / 2)]));
        Assert.NotEqual(0, (await RunAsync("verify", cut, "--key", key, "--leaf", hash)).Code);
    }

    [Fact]
    public async Task Fsck_ends_with_0_for_a_log_that_is_as_signed_1_for_another_and_2_without_what_it_needs()
    {
        var key = told.Keys.First().ToString();
        string[] server = ["fsck", "--from", told.Server.Address.ToString(), "--vkey", key];
        var good = await RunAsync([.. server, "--key", told.Auditor.Key!]);
        Assert.True(good.Code == 0, good.Output);
        Assert.StartsWith("AS SIGNED: ", good.Output, StringComparison.Ordinal);

        var kept = FileOf("kept", System.Text.Encoding.UTF8.GetBytes((await told.Auditor.GetAsync("/checkpoint")).Text));
        var lines = (await told.Auditor.GetAsync("/v1/events?after=0&limit=7")).Text;
        var export = FileOf("cut", System.Text.Encoding.UTF8.GetBytes(lines));
        var cut = await RunAsync("fsck", "--export", export, "--checkpoint", kept, "--vkey", key);
        Assert.Equal(1, cut.Code);
        Assert.Contains("event 8 is missing", cut.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(server)).Code);
    }

    private static byte[] Changed(byte[] zip)
    {
        var files = new DossierFiles(zip);
        const string name = Ledger.Transparency.Dossiers.DossierFormat.Leaves;
        return files.With(name, files.Text(name).Replace("\"netKg\":47", "\"netKg\":41", StringComparison.Ordinal)).Rehashed().Zipped();
    }

    private string FileOf(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ledger.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("LEDGER_KEY");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await error;
        return (process.ExitCode, await output);
    }
}
