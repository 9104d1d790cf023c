using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Ledger.Testing;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Tests;

public sealed class WitnessTests
{
    private static readonly NoteSigner Signer = ForkedLog.NewKey();
    private readonly ForkedLog _log = new(Signer, long.MaxValue, "true");

    public WitnessTests()
    {
        if (!Ed25519.CanSign) Requirement.Missing("libcrypto");
    }

    [Fact]
    public async Task Every_answer_of_the_standard_is_given()
    {
        using var folder = new TemporaryFolder();
        await using var witness = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier);

        Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(0, 5)));
        Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(5, 9)));
        Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(9, 9)));

        var (conflict, type, size) = await witness.AddAsync(_log.Request(5, 10).ToString());
        Assert.Equal((HttpStatusCode.Conflict, "text/x.tlog.size", "9\n"), (conflict, type, size));
        var other = new ForkedLog(Signer, forkedAt: 3, "other");
        Assert.Equal(HttpStatusCode.Conflict, await witness.AddAsync(other.Request(9, 9)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await witness.AddAsync(other.Request(9, 12)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await witness.AddAsync(_log.Request(9, 12) with { Proof = [] }));
        Assert.Equal(HttpStatusCode.BadRequest, await witness.AddAsync(_log.Request(9, 12) with { OldSize = 13 }));
        Assert.Equal(HttpStatusCode.BadRequest, (await witness.AddAsync("nonsense")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await witness.AddAsync(new ForkedLog(ForkedLog.NewKey(), 0, "forged").Request(9, 12)));
        var foreign = new Checkpoint("another.example", 0, Transparency.Merkle.TreeHash.OfEmptyTree).Sign(Signer);
        Assert.Equal(HttpStatusCode.NotFound, await witness.AddAsync(_log.Request(0, 1) with { Checkpoint = foreign }));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await witness.AddAsync(new string('x', 2 << 20))).Status);
        Assert.Equal(9, await witness.SizeAsync(_log));
    }

    [Fact]
    public async Task A_cosignature_holds_and_the_key_stays_the_same_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        CosignatureVerifier key;
        await using (var first = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier))
        {
            key = first.Key;
            var lines = (await first.AddAsync(_log.Request(0, 5).ToString())).Text;
            var cosigned = SignedNote.Parse(Encoding.UTF8.GetBytes(_log.Head(5) + lines));
            Assert.Equal([key], cosigned.VerifiedBy(key));
        }

        await using var again = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier);
        Assert.Equal(key.ToString(), again.Key.ToString());
        Assert.Equal(5, await again.SizeAsync(_log));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Its_files_are_for_its_user_only_and_a_second_process_on_them_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var witness = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier);
        foreach (var name in (string[])["witness-key.pem", "cosigned"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.File("w"), name)));
        var second = await LedgerProcess.RunAsync(WitnessProcess.Arguments(folder.File("w"), "w.example", [Signer.Verifier]));
        Assert.Equal(1, second.ExitCode);
        Assert.Contains("in use by another witness", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cosigned", "no longer knows what it cosigned")]
    [InlineData("witness-key.pem", "is gone: bring it back")]
    public async Task It_does_not_start_without_its_memory_or_its_key(string lost, string message)
    {
        using var folder = new TemporaryFolder();
        await using (var witness = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier))
            Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(0, 5)));
        File.Delete(Path.Combine(folder.File("w"), lost));
        var refused = await LedgerProcess.RunAsync(WitnessProcess.Arguments(folder.File("w"), "w.example", [Signer.Verifier]));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_cosigned()
    {
        using var folder = new TemporaryFolder();
        await using var witness = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier);
        Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(0, 5)));
        var inTheWay = Directory.CreateDirectory(Path.Combine(folder.File("w"), "cosigned.next"));

        var (status, _, text) = await witness.AddAsync(_log.Request(5, 9).ToString());
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("w.example", text, StringComparison.Ordinal);
        Assert.Equal(5, await witness.SizeAsync(_log));

        inTheWay.Delete();
        Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(5, 9)));
    }

    [Fact]
    public async Task Of_a_split_view_at_most_one_history_is_cosigned_by_both()
    {
        const long fork = 40;
        var random = new Random(20261122);
        for (var run = 0; run < 3; run++)
        {
            using var folder = new TemporaryFolder();
            ForkedLog[] histories = [new(Signer, fork, "one"), new(Signer, fork, "two")];
            await using var first = await WitnessProcess.StartAsync(folder.File("w1"), "w1.example", Signer.Verifier);
            await using var second = await WitnessProcess.StartAsync(folder.File("w2"), "w2.example", Signer.Verifier);
            WitnessProcess[] witnesses = [first, second];
            var cosigned = new HashSet<(int Witness, int History)>();
            for (var step = 0; step < 60; step++)
            {
                var (witness, history) = (random.Next(2), random.Next(2));
                var old = await witnesses[witness].SizeAsync(histories[history]);
                var size = Math.Max(old, step) + random.Next(3);
                var status = await witnesses[witness].AddAsync(histories[history].Request(old, size));
                if (status == HttpStatusCode.OK && size > fork) cosigned.Add((witness, history));
                else if (size > fork)
                    Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity]);
            }

            Assert.All(cosigned.GroupBy(pair => pair.Witness), pairs => Assert.Single(pairs));
            Assert.True(cosigned.GroupBy(pair => pair.History).Count(pairs => pairs.Count() == 2) <= 1);
            Assert.NotEmpty(cosigned);
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_it_never_goes_back_behind_what_it_cosigned()
    {
        const int kills = 5;
        using var folder = new TemporaryFolder();
        var (size, highest) = (0L, 0L);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var witness = await WitnessProcess.StartAsync(folder.File("w"), "w.example", Signer.Verifier);
            size = await witness.SizeAsync(_log);
            Assert.True(size >= highest, $"{size} after {highest}");
            await AddAsync();
            await AddAsync();
            var death = KillAfterAsync(witness, TimeSpan.FromMilliseconds(37 * kill));
            try
            {
                while (true) await AddAsync();
            }
            catch (HttpRequestException)
            {
                await death;
            }

            async Task AddAsync()
            {
                Assert.Equal(HttpStatusCode.OK, await witness.AddAsync(_log.Request(size, size + 1)));
                highest = ++size;
            }
        }

        Assert.True(highest > kills);
    }

    private static async Task KillAfterAsync(WitnessProcess witness, TimeSpan delay)
    {
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        witness.Kill();
    }
}
