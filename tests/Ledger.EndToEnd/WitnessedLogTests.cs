using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Testing;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Notes;

namespace Ledger.EndToEnd;

/// <summary>The service and two witnesses, each a process: what is published is cosigned, and nobody's absence stops it.</summary>
public sealed class WitnessedLogTests(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-witnessed-").FullName;

    [Fact]
    public async Task Checkpoints_carry_the_cosignatures_of_the_witnesses_that_are_there()
    {
        if (!Ed25519.CanSign) Requirement.Missing("libcrypto");
        var data = Path.Combine(_folder, "data");
        var policyFile = Path.Combine(_folder, "policy");
        string vkey;
        await using (var first = await ServiceProcess.StartAsync(database.Database, data)) vkey = await KeyAsync(first);
        await using var one = await WitnessProcess.StartAsync(Path.Combine(_folder, "w1"), "w1.example", vkey);
        var two = await WitnessProcess.StartAsync(Path.Combine(_folder, "w2"), "w2.example", vkey);
        await File.WriteAllTextAsync(
            policyFile, $"log {vkey}\n{one.PolicyLine("one")}\n{two.PolicyLine("two")}\ngroup both all one two\nquorum both\n",
            TestContext.Current.CancellationToken);
        var policy = WitnessPolicy.Parse(await File.ReadAllBytesAsync(policyFile, TestContext.Current.CancellationToken));
        await using var service = await ServiceProcess.StartAsync(
            database.Database, data, ("Ledger__Log__WitnessPolicy", policyFile), ("Ledger__Log__WitnessMilliseconds", "2000"));
        using var admin = new Participant(service.Address, File.ReadAllText(Path.Combine(data, "keys", "first-admin-key.txt")).Trim());
        using var agent = new Participant(service.Address, await admin.MakeKeyAsync("demo-agent", "agent"));

        var proof = await ProofOfAsync(service, agent, proof => proof.Holds(policy));
        Assert.Equal(2, policy.Witnesses.Count(witness => witness.Key.TimeIn(proof.Proof.Checkpoint) is not null));
        await VerifyAsync(service, admin, policyFile, vkey);

        await two.DisposeAsync(); // it dies: what follows is published with one cosignature
        var waited = Stopwatch.StartNew();
        var alone = await ProofOfAsync(service, agent, proof => one.HasCosigned(proof.Proof.Checkpoint));
        Assert.Null(policy.Accept(alone.Proof.Checkpoint));
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60));

        await using var back = await WitnessProcess.StartAsync(Path.Combine(_folder, "w2"), "w2.example", vkey, two.Port);
        await ProofOfAsync(service, agent, proof => proof.Holds(policy)); // it caught up

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A dossier with <c>ledger verify --witness-policy</c>: verified, and not where a third witness is asked for.</summary>
    private async Task VerifyAsync(ServiceProcess service, Participant admin, string policyFile, string vkey)
    {
        var id = Guid.NewGuid();
        using (var agent = new Participant(service.Address, await admin.MakeKeyAsync("demo-agent", "agent")))
            Assert.Equal(Known.Acknowledged, (await agent.PostAsync(id, Participant.Weighed(id))).Known);
        var dossier = Path.Combine(_folder, "dossier.zip");
        using (var auditor = new Participant(service.Address, await admin.MakeKeyAsync("demo-auditor", "auditor")))
            await auditor.DownloadAsync($"/v1/tags/RW/mine/{Participant.TagNumber(id)}/dossier.zip", dossier);

        var verified = await CommandLine.RunAsync(null, "verify", dossier, "--key", vkey, "--witness-policy", policyFile);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        var stricter = Path.Combine(_folder, "stricter");
        var stranger = new Cosigner("w3.example", new byte[32]).Verifier;
        var lines = await File.ReadAllLinesAsync(policyFile, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            stricter, [.. lines[..^2], $"witness three {stranger}", "group all3 all one two three", "quorum all3"],
            TestContext.Current.CancellationToken);
        var refused = await CommandLine.RunAsync(null, "verify", dossier, "--key", vkey, "--witness-policy", stricter);
        Assert.True(refused.ExitCode == 1, refused.Output + refused.Error);
        Assert.Contains("witness", refused.Output, StringComparison.Ordinal);
    }

    /// <summary>Posts, and asks for the proof until it is as it should be.</summary>
    private static async Task<Proved> ProofOfAsync(ServiceProcess service, Participant agent, Func<Proved, bool> isSo)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        var id = Guid.NewGuid();
        var receipts = JsonNode.Parse((await agent.PostAsync(id, Participant.Weighed(id))).Receipts!)!;
        var leaf = LeafHash.Parse((string)receipts[0]!["leafHash"]!);
        return await Eventually.IsAsync(
            async () => new Proved(TlogProof.Parse(Encoding.UTF8.GetBytes(await http.GetStringAsync(
                new Uri((string)receipts[0]!["proof"]!, UriKind.Relative), TestContext.Current.CancellationToken))), leaf),
            isSo);
    }

    private static async Task<string> KeyAsync(ServiceProcess service)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        var published = await Eventually.IsAsync(
            async () => JsonNode.Parse(
                await http.GetStringAsync(new Uri("/v1/log/key", UriKind.Relative), TestContext.Current.CancellationToken))!,
            answer => answer["keys"]!.AsArray().Count > 0);
        return (string)published["keys"]![0]!;
    }

    private sealed record Proved(TlogProof Proof, LeafHash Leaf)
    {
        public bool Holds(WitnessPolicy policy) => Proof.Verifies(Leaf, policy);
    }
}

/// <summary><c>ledger witness</c> as its operator runs it.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CosignatureVerifier _key;
    private readonly Uri _address;

    private WitnessProcess(Process process, CosignatureVerifier key, Uri address) => (_process, _key, _address) = (process, key, address);

    public int Port => _address.Port;

    public static async Task<WitnessProcess> StartAsync(string data, string name, string log, int port = 0)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(Repository.Root, "src/Ledger.Cli/bin", output.Parent!.Name, output.Name, "ledger.dll");
        string[] arguments = [assembly, "witness", "--data", data, "--name", name, "--log", log, "--listen", $"127.0.0.1:{port}"];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var words = (await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException("it ended")).Split(' ');
        Assert.True(NoteVerifier.TryParse(words[0], out var key));
        return new(process, (CosignatureVerifier)key, new(words[^1]));
    }

    public string PolicyLine(string name) => $"witness {name} {_key} {_address}";

    public bool HasCosigned(SignedNote note) => note.VerifiedBy(_key).Count == 1;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }
}
