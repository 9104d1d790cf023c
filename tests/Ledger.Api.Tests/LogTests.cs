using System.Net;
using System.Text;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests;

/// <summary>The transparency log as its readers have it: over HTTP, checked with nothing but what they were given.</summary>
public sealed class LogTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Fact]
    public async Task A_receipt_leads_to_a_proof_that_holds_for_its_leaf_and_no_other()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var nobody = ledger.Server.Anonymous();
        var posted = await agent.PostBaggedAsync();
        var (origin, keys) = await KeysAsync(nobody);
        Assert.Equal("ledger.localhost/demo", origin);

        foreach (var receipt in posted.Body["events"]!.AsArray())
        {
            var answer = await nobody.GetAsync((string)receipt!["proof"]!);
            Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.Message.Content.Headers.ContentType?.MediaType));
            var proof = TlogProof.Parse(Encoding.UTF8.GetBytes(answer.Text));
            Assert.Equal((long)receipt["sequence"]! - 1, proof.Index);
            Assert.True(proof.Verifies(LeafHash.Parse((string)receipt["leafHash"]!), origin, keys));
            Assert.False(proof.Verifies(LeafHash.Of("other"u8), origin, keys));
        }

        var arrived = await agent.GetAsync($"/v1/custody-events/{(string)posted.Body["id"]!}");
        Assert.Equal((string)posted.Body["events"]![0]!["proof"]!, (string)arrived.Body["events"]![0]!["proof"]!);
    }

    [Fact]
    public async Task The_same_proof_is_given_as_JSON()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var receipt = (await agent.PostBaggedAsync()).Body["events"]![0]!;
        var answer = (await agent.GetAsync((string)receipt["proof"]!, "application/json")).Body;
        Assert.Equal((string)receipt["leafHash"]!, (string)answer["leafHash"]!);
        Assert.True(MerkleProof.VerifiesInclusion(
            (long)answer["index"]!, LeafHash.Parse((string)answer["leafHash"]!), (long)answer["size"]!, Hash((string)answer["root"]!),
            [.. answer["hashes"]!.AsArray().Select(hash => Hash((string)hash!))]));
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes((string)answer["checkpoint"]!)).Text);
        Assert.Equal((long)answer["size"]!, checkpoint.Size);
        Assert.Equal((string)answer["root"]!, checkpoint.Root.ToString());
    }

    [Fact]
    public async Task Checkpoints_are_consistent_and_say_so_to_whoever_asks()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var nobody = ledger.Server.Anonymous();
        var before = await PublishedAsync(nobody, await PostAsync(agent));
        var after = await PublishedAsync(nobody, await PostAsync(agent));

        var answer = (await nobody.GetAsync($"/v1/log/consistency?from={before.Size}&to={after.Size}")).Body;

        Assert.True(before.Size < after.Size);
        Assert.Equal(before.Root.ToString(), (string)answer["from"]!["root"]!);
        Assert.True(MerkleProof.VerifiesConsistency(
            before.Size, before.Root, after.Size, after.Root, [.. answer["hashes"]!.AsArray().Select(hash => Hash((string)hash!))]));
    }

    [Fact]
    public async Task The_whole_log_can_be_made_again_from_its_files()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        using var auditor = await ledger.Server.AsAsync("demo-auditor", "auditor");
        using var nobody = ledger.Server.Anonymous();
        for (var run = 0; run < 3; run++)
            await agent.PostLinesAsync(Enumerable.Range(0, 100).Select(_ => Sample.Bagged(Guid.NewGuid()).ToJsonString()));
        var head = await PublishedAsync(nobody, await ledger.Server.HeadAsync());
        Assert.True(head.Size > 2 * TileId.FullWidth);

        var range = new CompactRange();
        for (var index = 0; index * (long)TileId.FullWidth < head.Size; index++)
        {
            var tile = new TileId(0, index, (int)Math.Min(TileId.FullWidth, head.Size - (index * TileId.FullWidth)));
            var hashes = await FileAsync(nobody, "/" + tile, isPublic: true);
            var leaves = EntryBundle.Parse(await FileAsync(
                auditor, "/" + tile.ToString().Replace("tile/0", "tile/entries", StringComparison.Ordinal), isPublic: false));
            Assert.Equal(hashes, leaves.SelectMany(leaf => LeafHash.Of(leaf.Span).ToArray()));
            foreach (var leaf in leaves) range.Append(LeafHash.Of(leaf.Span));
        }

        Assert.Equal((head.Size, head.Root), (range.Size, range.Root));
        Assert.Equal(2, (await FileAsync(nobody, "/tile/1/000.p/2", isPublic: true)).Length / TreeHash.Length);
    }

    [Theory]
    [InlineData("/tile/0/000.p/0")]
    [InlineData("/tile/0/000.p/256")]
    [InlineData("/tile/0/0")]
    [InlineData("/tile/0/0000")]
    [InlineData("/tile/00/000")]
    [InlineData("/tile/-1/000")]
    [InlineData("/tile/8/000")]
    [InlineData("/tile/7/000")]
    [InlineData("/tile/0/x999/x999/x999/x999/x999/999")]
    [InlineData("/tile/7/x999/x999/x999/x999/x999/999.p/255")]
    [InlineData("/tile/0/x000/000")]
    [InlineData("/tile/0/x001/000")]
    [InlineData("/tile/0")]
    [InlineData("/tile/")]
    [InlineData("/tile/x/000")]
    [InlineData("/tile/0/000/")]
    [InlineData("/tile/0/000.p/1/")]
    [InlineData("/tile/0/%30%30%30.p%2F1")]
    public async Task What_is_no_file_of_the_published_tree_is_not_there(string path)
    {
        using var nobody = ledger.Server.Anonymous();
        var answer = await nobody.GetAsync(path);
        Assert.Equal("not-found", answer.Problem);
        Assert.Equal("no-store", answer.Message.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/v1/log/proof", "field-errors")]
    [InlineData("/v1/log/proof?sequence=0", "field-errors")]
    [InlineData("/v1/log/proof?sequence=x", "field-errors")]
    [InlineData("/v1/log/proof?sequence=999999999", "not-found")]
    [InlineData("/v1/log/proof?sequence=99999999999999999999", "field-errors")]
    [InlineData("/v1/log/consistency?from=999999999", "field-errors")]
    [InlineData("/v1/log/consistency?to=999999999", "field-errors")]
    [InlineData("/v1/log/consistency?from=-1", "field-errors")]
    public async Task What_cannot_be_proved_is_refused(string path, string problem)
    {
        using var nobody = ledger.Server.Anonymous();
        Assert.Equal(problem, (await nobody.GetAsync(path)).Problem);
    }

    [Fact]
    public async Task Leaves_are_for_those_who_may_read_the_ledger()
    {
        using var nobody = ledger.Server.Anonymous();
        using var trader = await ledger.Server.AsAsync("demo-trader", "trader");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/tile/entries/000.p/1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await trader.GetAsync("/tile/entries/000.p/1")).Status);
    }

    [Fact]
    public async Task The_checkpoint_is_a_text_that_caches_keep_for_a_second()
    {
        using var nobody = ledger.Server.Anonymous();
        await PublishedAsync(nobody, 0);
        var answer = await nobody.GetAsync("/checkpoint");
        Assert.Equal("text/plain; charset=utf-8", answer.Message.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=1", answer.Message.Headers.CacheControl?.ToString());
    }

    internal static async Task<Checkpoint> PublishedAsync(LedgerClient client, long size)
    {
        var answer = await Eventually.IsAsync(() => client.GetAsync("/checkpoint"), answer => HeadIn(answer)?.Size >= size);
        return HeadIn(answer)!;
    }

    private static Checkpoint? HeadIn(Answer answer) => answer.Status == HttpStatusCode.OK
        ? Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(answer.Text)).Text) : null;

    internal static async Task<(string Origin, List<NoteVerifier> Keys)> KeysAsync(LedgerClient client)
    {
        await PublishedAsync(client, 0);
        var answer = (await client.GetAsync("/v1/log/key")).Body;
        return ((string)answer["origin"]!, [.. answer["keys"]!.AsArray().Select(key =>
            NoteVerifier.TryParse((string)key!, out var read) ? read : throw new FormatException())]);
    }

    private static async Task<long> PostAsync(LedgerClient agent) => (long)(await agent.PostBaggedAsync()).Body["sequence"]!;

    private static async Task<byte[]> FileAsync(LedgerClient client, string path, bool isPublic)
    {
        var answer = await client.GetAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, path);
        Assert.Equal("application/octet-stream", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(isPublic, answer.Message.Headers.CacheControl!.Public);
        Assert.Equal(TimeSpan.FromDays(365), answer.Message.Headers.CacheControl.MaxAge);
        return await answer.Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static TreeHash Hash(string text) => TreeHash.TryParse(text, out var hash) ? hash : throw new FormatException(text);
}
