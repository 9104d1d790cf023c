using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Testing;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Pages;

/// <summary>What a reader's browser proves by itself: by the page's own module, in a real Chromium.</summary>
public sealed class VerifyPageTests(RunningLedger ledger, RunningBrowser browser)
    : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    private const string Path = "/en/log/verify";

    [Fact]
    public async Task A_receipt_as_it_was_handed_out_is_proved_and_a_changed_one_is_not()
    {
        using var trader = await ledger.Server.AsAsync("verify-trader", "trader");
        var posted = await trader.PostBaggedAsync();
        await PublishedAsync(posted);
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);

        Assert.Equal(Enumerable.Repeat("proved", posted.Body["events"]!.AsArray().Count), await CheckAsync(visitor, posted.Text));
        Assert.Contains("stands in the log, unchanged", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("keys that this service shows", await visitor.MainAsync(), StringComparison.Ordinal);

        var receipt = posted.Body["events"]![0]!;
        Assert.Equal(["proved"], await CheckAsync(visitor, receipt.ToJsonString()));
        receipt["leafHash"] = Flipped((string)receipt["leafHash"]!);
        Assert.Equal(["root"], await CheckAsync(visitor, receipt.ToJsonString()));
        receipt["sequence"] = 9_999_999;
        Assert.Equal(["missing"], await CheckAsync(visitor, receipt.ToJsonString()));
    }

    [Fact]
    public async Task A_proof_is_checked_with_the_record_itself_to_its_last_character()
    {
        using var auditor = await ledger.Server.AsAsync("verify-auditor", "auditor");
        var receipt = await ReceiptAsync();
        var leaf = (await auditor.GetAsync($"/v1/events?after={(long)receipt["sequence"]! - 1}&limit=1")).Text;
        var changed = leaf.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);
        var proof = (await auditor.GetAsync((string)receipt["proof"]!)).Text;
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);

        Assert.Equal(["no-leaf"], await CheckAsync(visitor, proof));
        Assert.Equal(["proved"], await CheckAsync(visitor, proof, leaf));
        Assert.Equal(["proved"], await CheckAsync(visitor, proof, ((string)receipt["leafHash"]!).ToUpperInvariant()));
        Assert.Equal(["root"], await CheckAsync(visitor, proof, changed));
        var json = (await auditor.GetAsync((string)receipt["proof"]!, "application/json")).Text;
        Assert.Equal(["proved"], await CheckAsync(visitor, json, leaf));
        Assert.Equal(["leaf"], await CheckAsync(visitor, json, changed));
        Assert.Equal(["leaf"], await CheckAsync(visitor, receipt.ToJsonString(), changed));
    }

    [Fact]
    public async Task Each_damaged_character_of_a_proof_is_refused()
    {
        using var nobody = ledger.Server.Anonymous();
        var receipt = await ReceiptAsync();
        var proof = (await nobody.GetAsync((string)receipt["proof"]!)).Text;
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);
        Assert.Equal(["proved"], await CheckAsync(visitor, proof, (string)receipt["leafHash"]!));

        // A line of a key that is not known is passed over, and a changed name is one: what comes before the signatures counts.
        var places = Enumerable.Range(0, proof.IndexOf('\u2014', StringComparison.Ordinal)).Where(at => proof[at] != '\n' && at % 3 == 0);
        foreach (var at in places)
        {
            var other = proof[at] switch { '1' => '2', 'A' => 'Q', _ => proof[at] == 'x' ? 'y' : 'x' };
            var verdict = Assert.Single(await CheckAsync(visitor, proof[..at] + other + proof[(at + 1)..], (string)receipt["leafHash"]!));
            Assert.True(verdict is not ("proved" or "no-leaf"), $"{verdict} at {at}: {proof[..at]}[{other}]");
        }
    }

    [Theory]
    [InlineData("", "malformed-receipt")]
    [InlineData("{", "malformed-receipt")]
    [InlineData("[]", "malformed-receipt")]
    [InlineData("{\"sequence\":0,\"leafHash\":\"\"}", "malformed-receipt")]
    [InlineData("{\"sequence\":1.5,\"leafHash\":\"00\"}", "malformed-receipt")]
    [InlineData("<html>", "malformed-receipt")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0", "malformed-proof")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\nlog\n1\nAA==\n\n\u2014 log AAAAAAA=", "malformed-proof")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 01\n\nlog\n1\nAA==\n\n\u2014 log AAAAAAA=", "malformed-proof")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nlog\n1\nAA==\n\n\u2014 log AAAAAAA=", "malformed-proof")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\nlog\n1\nAA==\n\n\u2014 log AAAAAAA=", "malformed-checkpoint")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\nlog\n1\n\nno signature", "malformed-checkpoint")]
    public async Task What_is_no_proof_is_said_to_be_none(string pasted, string verdict)
    {
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);
        Assert.Equal([verdict], await CheckAsync(visitor, pasted));
    }

    [Fact]
    public async Task A_key_that_the_reader_trusts_counts_and_no_other()
    {
        var receipt = await ReceiptAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);
        var shown = (await visitor.Page.EvaluateAsync("document.getElementById('keys').value")).GetString()!;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (name, log) = ("ledger.localhost/demo", shown.Split('\n')[0]);

        Assert.Equal(["proved"], await CheckAsync(visitor, receipt.ToJsonString(), keys: log));
        Assert.Contains("keys that you gave", await visitor.MainAsync(), StringComparison.Ordinal);
        var foreign = new EcdsaNoteSigner(name, other);
        Assert.Equal(["unknown-key"], await CheckAsync(visitor, receipt.ToJsonString(), keys: foreign.Verifier.ToString()));
        foreach (var wrong in (string[])["", "key", log[..^2], log.Replace("+", "-", StringComparison.Ordinal), Swapped(log)])
            Assert.Equal(["malformed-key"], await CheckAsync(visitor, receipt.ToJsonString(), keys: wrong));
    }

    [Fact]
    public async Task What_is_signed_with_the_readers_key_in_the_name_of_another_log_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new EcdsaNoteSigner("log.example/one", key);
        var leaf = new TreeHash(new byte[TreeHash.Length]);
        var forged = new TlogProof(0, [], new Checkpoint("log.example/two", 1, leaf).Sign(signer)).ToString();
        var honest = new TlogProof(0, [], new Checkpoint("log.example/one", 1, leaf).Sign(signer)).ToString();
        var resigned = honest.Replace("log.example/one\n1\n", "log.example/one\n2\n", StringComparison.Ordinal);
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);

        var hash = new string('0', 64);
        Assert.Equal(["proved"], await CheckAsync(visitor, honest, hash, signer.Verifier.ToString()));
        Assert.Equal(["origin"], await CheckAsync(visitor, forged, hash, signer.Verifier.ToString()));
        Assert.Equal(["signature"], await CheckAsync(visitor, resigned, hash, signer.Verifier.ToString()));
    }

    [Fact]
    public async Task A_checkpoint_that_was_kept_is_the_beginning_of_todays_or_is_evidence()
    {
        using var nobody = ledger.Server.Anonymous();
        var first = (await nobody.GetAsync((string)(await ReceiptAsync())["proof"]!)).Text;
        var kept = first[(first.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        await nobody.GetAsync((string)(await ReceiptAsync())["proof"]!); // waits until it is published
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);

        Assert.Equal(["grown"], await CompareAsync(visitor, kept));
        Assert.Equal(["grown"], await CompareAsync(visitor, first));
        Assert.Equal(["malformed-checkpoint"], await CompareAsync(visitor, kept[..kept.IndexOf("\n\n", StringComparison.Ordinal)]));
        var altered = kept.Split('\n');
        altered[1] = "1";
        Assert.Equal(["signature"], await CompareAsync(visitor, string.Join('\n', altered)));

        // Another history under a key that the reader trusts too: as an operator could sign one.
        using var thief = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new EcdsaNoteSigner("ledger.localhost/demo", thief);
        var keys = (await visitor.Page.EvaluateAsync("document.getElementById('keys').value")).GetString() + "\n" + signer.Verifier;
        var root = new TreeHash(SHA256.HashData("other"u8));
        Assert.Equal(["forked"], await CompareAsync(visitor, Signed(2, root), keys));
        Assert.Equal(["shorter"], await CompareAsync(visitor, Signed(9_999_999, root), keys));
        Assert.Contains("Records are missing", await visitor.MainAsync(), StringComparison.Ordinal);

        string Signed(long size, TreeHash of) => new Checkpoint("ledger.localhost/demo", size, of).Sign(signer).ToString();
    }

    [Fact]
    public async Task Published_proofs_hold_or_are_refused_in_the_browser_as_they_should()
    {
        var folder = SharedData.Folder("merkle");
        await using var visitor = await browser.VisitAsync(ledger.Server, Path);
        await visitor.Page.EvaluateAsync(
            """
            import(document.getElementById('words').dataset.proofs).then((proofs) => {
              const hash = (text) => { const bytes = proofs.base64(text); return bytes?.length === 32 ? bytes : null; };
              window.holds = (claim) => {
                const proof = (claim.proof ?? []).map(hash);
                const [first, second] = claim.root1 === undefined
                  ? [hash(claim.leafHash), hash(claim.root)] : [hash(claim.root1), hash(claim.root2)];
                if (first === null || second === null || proof.includes(null)) return false;
                return claim.root1 === undefined
                  ? proofs.verifiesInclusion(BigInt(claim.leafIdx), first, BigInt(claim.treeSize), second, proof)
                  : proofs.verifiesConsistency(BigInt(claim.size1), first, BigInt(claim.size2), second, proof);
              };
            }).then(() => true)
            """);
        var (good, bad) = (0, 0);
        foreach (var file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            var claim = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
            // Places beyond what a script counts exactly: as text, which becomes a BigInt.
            foreach (var name in (string[])["leafIdx", "treeSize", "size1", "size2"])
                if (claim[name] is { } number) claim[name] = number.ToJsonString();
            var holds = await visitor.Page.EvaluateAsync($"(async () => holds({claim.ToJsonString()}))()");
            var isWrong = (bool)claim["wantErr"]!;
            Assert.True(holds.GetBoolean() != isWrong, file);
            if (isWrong) bad++;
            else good++;
        }

        Assert.True(good >= 3 && bad > 80, $"{good} good ones, {bad} bad ones");
    }

    [Fact]
    public async Task A_file_is_chosen_or_dropped_and_the_page_brings_the_receipt_it_was_led_here_with()
    {
        using var nobody = ledger.Server.Anonymous();
        var receipt = await ReceiptAsync();
        await nobody.GetAsync((string)receipt["proof"]!);
        await using var visitor = await browser.VisitAsync(
            ledger.Server, $"/en/log?sequence={(long)receipt["sequence"]!}&hash={(string)receipt["leafHash"]!}");
        await visitor.Page.LoadingAsync(() => visitor.Page.ClickAsync(".result a"));
        Assert.Equal(["proved"], await VerdictsAsync(visitor, "check"));

        await visitor.Page.EvaluateAsync(
            $$"""
            (() => {
              const files = new DataTransfer();
              files.items.add(new File([{{JsonSerializer.Serialize(receipt.ToJsonString())}}], 'receipt.json'));
              const field = document.getElementById('evidence');
              field.value = '';
              field.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
              return true;
            })()
            """);
        await visitor.Page.WaitAsync("document.getElementById('evidence').value !== ''");
        Assert.Equal(["proved"], await VerdictsAsync(visitor, "check"));
        await visitor.GoAsync($"/fr/log/verify?sequence={(long)receipt["sequence"]!}");
        Assert.Equal(["proved"], await VerdictsAsync(visitor, "check"));
        Assert.Contains("est au journal, inchangé", await visitor.MainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_it_says_so_and_names_the_command()
    {
        await using var visitor = await browser.VisitAsync(ledger.Server, Path, hasScript: false);
        Assert.Contains("Where scripts are off", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.Contains("ledger verify", await visitor.MainAsync(), StringComparison.Ordinal);
        Assert.True((await visitor.Page.EvaluateAsync("document.querySelector('#check button').matches(':disabled')")).GetBoolean());
    }

    private async Task<JsonNode> ReceiptAsync()
    {
        using var trader = await ledger.Server.AsAsync("verify-trader", "trader");
        var posted = await trader.PostBaggedAsync();
        await PublishedAsync(posted);
        return posted.Body["events"]![0]!;
    }

    // What is not published yet no page proves: it waits for that a few seconds, a busy machine takes longer.
    private async Task PublishedAsync(Answer posted)
    {
        using var nobody = ledger.Server.Anonymous();
        await LogTests.PublishedAsync(nobody, posted.Body["events"]!.AsArray().Max(receipt => (long)receipt!["sequence"]!));
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(Visitor visitor, string evidence, string leaf = "", string? keys = null)
    {
        await FillAsync(visitor, "evidence", evidence);
        await FillAsync(visitor, "leaf", leaf);
        if (keys is not null) await FillAsync(visitor, "keys", keys);
        return await VerdictsAsync(visitor, "check");
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(Visitor visitor, string kept, string? keys = null)
    {
        await FillAsync(visitor, "kept", kept);
        if (keys is not null) await FillAsync(visitor, "keys", keys);
        return await VerdictsAsync(visitor, "compare");
    }

    // As pasted: at once.
    private static Task<JsonElement> FillAsync(Visitor visitor, string id, string text) =>
        visitor.Page.EvaluateAsync($"(document.getElementById('{id}').value = {JsonSerializer.Serialize(text)}, true)");

    private static async Task<IReadOnlyList<string>> VerdictsAsync(Visitor visitor, string form)
    {
        await visitor.Page.WaitAsync($"!document.querySelector('#{form} button').matches(':disabled')");
        await visitor.Page.EvaluateAsync($"(document.querySelector('#{form} button').click(), true)");
        await visitor.Page.WaitAsync($"document.querySelector('#{form}-found .result')");
        var found = await visitor.Page.EvaluateAsync(
            $"[...document.querySelectorAll('#{form}-found .result')].map((each) => each.dataset.verdict)");
        return [.. found.EnumerateArray().Select(each => each.GetString()!)];
    }

    private static string Flipped(string hex) => (hex[0] == '0' ? '1' : '0') + hex[1..];

    // Name and key id of one key, bytes of another.
    private static string Swapped(string vkey)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = vkey.Split('+', 3);
        return $"{parts[0]}+{parts[1]}+{new EcdsaNoteSigner(parts[0], key).Verifier.ToString().Split('+', 3)[2]}";
    }
}
