using System.Runtime.Versioning;
using System.Security.Cryptography;
using Ledger.Projections.Integration;
using Ledger.Testing;
using Ledger.Transparency.Notes;

namespace Ledger.Projections.Tests.Integration;

public sealed class SigningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_first_start_makes_keys_that_only_the_service_may_read_and_signs_the_empty_tree()
    {
        await using var log = await LogUnderTest.StartAsync();
        var first = await log.NewNode().CatchUpAsync();
        Assert.Equal(0, first.Head.Size);
        Assert.Equal(LogUnderTest.Origin, first.Head.Origin);
        Assert.All(Directory.GetFiles(log.Folder),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));

        var keys = await KeysAsync(log);
        Assert.Equal(Ed25519.CanSign ? 2 : 1, keys.Count);
        Assert.Equal(keys.Count, first.Note.VerifiedBy(keys).Count);
        await log.AppendAsync(3);
        var next = await log.NewNode().CatchUpAsync(); // after a restart
        Assert.Equal(3, next.Head.Size);
        Assert.Equal(keys.Count, next.Note.VerifiedBy(keys).Count);
    }

    [Fact]
    public async Task A_database_that_is_older_than_what_was_signed_is_not_signed()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(10);
        await log.NewNode().CatchUpAsync();
        await log.ChangeAsync(
            """
            DELETE FROM ledger.event WHERE seq > 6; UPDATE ledger.ledger_head SET seq = 6; UPDATE ledger.head SET version = 6;
            UPDATE ledger.log_tree SET size = 0, root = sha256(''); DELETE FROM ledger.log_checkpoint;
            """);
        await AssertRefusedAsync(log, "A tree of 10 events was signed, the database has 6: it is older");

        await log.FillAsync(20); // what was captured after the restore
        await AssertRefusedAsync(log, "The first 10 events are not those that were signed");
    }

    [Theory]
    [InlineData("UPDATE ledger.event SET leaf_hash = sha256('other') WHERE seq = 298")] // at the right edge, not in a full tile
    [InlineData("UPDATE ledger.log_tile SET hashes = overlay(hashes placing sha256('other') from 33)")]
    [InlineData("UPDATE ledger.log_tree SET root = sha256('other')")]
    public async Task A_history_that_was_changed_is_not_signed(string change)
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.FillAsync(300);
        await log.NewNode().CatchUpAsync();
        await log.ChangeAsync(change + "; DELETE FROM ledger.log_checkpoint");
        if (change.Contains("hashes", StringComparison.Ordinal)) await log.ChangeAsync("UPDATE ledger.log_tile SET root = sha256('other')");
        if (!change.Contains("log_tree", StringComparison.Ordinal)) await log.FillAsync(310);
        await AssertRefusedAsync(log, "The first 300 events are not those that were signed");
    }

    [Fact]
    public async Task A_lost_key_is_not_replaced_in_silence_and_its_return_is_enough()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(1);
        await log.NewNode().CatchUpAsync();
        var away = Directory.CreateDirectory(Path.Combine(log.Folder, "away"));
        foreach (var file in Directory.GetFiles(log.Folder, "*.pem")) File.Move(file, Path.Combine(away.FullName, Path.GetFileName(file)));
        await log.AppendAsync(1);
        await AssertRefusedAsync(log, "Bring back the keys");

        var node = log.NewNode();
        await Assert.ThrowsAsync<LogRefusedException>(node.CatchUpAsync);
        foreach (var file in away.GetFiles()) file.MoveTo(Path.Combine(log.Folder, file.Name));
        node.Signer.Forget();
        Assert.Equal(2, (await node.CatchUpAsync()).Head.Size);
    }

    [Fact]
    public async Task A_node_with_keys_of_its_own_does_not_sign_until_an_operator_accepts_them()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(5);
        await log.NewNode().CatchUpAsync();
        var other = Directory.CreateDirectory(Path.Combine(log.Folder, "other")).FullName;
        var key = WriteKey(other, "own.pem");
        await log.AppendAsync(1);

        var refused = await Assert.ThrowsAsync<LogRefusedException>(log.NewNode(other).CatchUpAsync);
        Assert.Contains($"Ledger:Log:AcceptKey={key}", refused.Message, StringComparison.Ordinal);

        var accepted = await log.NewNode(other, acceptedKey: key.ToString()).CatchUpAsync();
        Assert.Equal([key.ToString()], accepted.Note.VerifiedBy(key).Select(each => each.ToString()));
        Assert.Equal(6, (await log.NewNode(other).CatchUpAsync()).Head.Size); // known from then on
    }

    [Fact]
    public async Task A_new_key_signs_beside_the_old_one_and_then_alone()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.NewNode().CatchUpAsync();
        var old = await KeysAsync(log);
        var fresh = WriteKey(log.Folder, "log-2.pem");
        await log.AppendAsync(1);
        var both = await log.NewNode().CatchUpAsync();
        Assert.Equal(old.Count + 1, both.Note.VerifiedBy([.. old, fresh]).Count);
        Assert.Equal(old.Count, both.Note.VerifiedBy(old).Count);

        foreach (var file in new DirectoryInfo(log.Folder).GetFiles("log-*.pem").Where(file => file.Name != "log-2.pem")) file.Delete();
        await log.AppendAsync(1);
        var alone = await log.NewNode().CatchUpAsync();
        Assert.Equal(2, alone.Head.Size);
        Assert.Empty(alone.Note.VerifiedBy(old));
        Assert.Equal([fresh], alone.Note.VerifiedBy(fresh));
    }

    [Theory]
    [InlineData("broken.pem", "nonsense", "no P-256 or Ed25519 private key")]
    [InlineData("signed-head", "nonsense", "signed-head cannot be read")]
    public async Task A_file_that_cannot_be_read_is_named(string name, string content, string message)
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(1);
        await log.NewNode().CatchUpAsync();
        await File.WriteAllTextAsync(Path.Combine(log.Folder, name), content, Cancellation);
        await log.AppendAsync(1);
        await AssertRefusedAsync(log, message);
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_signed_and_it_goes_on_when_there_is_room()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(3);
        await log.NewNode().CatchUpAsync();
        await using var disk = await SmallDisk.MountAsync(megabytes: 1);
        foreach (var file in Directory.GetFiles(log.Folder)) File.Copy(file, Path.Combine(disk.Folder, Path.GetFileName(file)));
        for (var time = 0; time < 3; time++)
        {
            await log.AppendAsync(1);
            disk.Fill();
            await AssertRefusedAsync(log, "what is not written down is not signed", disk.Folder);
            disk.Free();
            Assert.Equal(4 + time, (await log.NewNode(disk.Folder).CatchUpAsync()).Head.Size);
        }
    }

    [Fact]
    public async Task A_node_writes_down_what_another_published_and_a_forged_one_is_not_believed()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(4);
        await log.NewNode().CatchUpAsync();
        var second = log.CopyKeys("second");

        await log.NewNode(second).CatchUpAsync();
        Assert.Equal(4, new SignedHeadFile(second).Read()!.Size);

        await log.ChangeAsync("UPDATE ledger.log_checkpoint SET note = replace(note, E'\\n4\\n', E'\\n3\\n'), size = 3");
        await AssertRefusedAsync(log, "was not signed with the keys", second);
    }

    [Fact]
    public async Task What_readers_of_a_node_without_keys_saw_does_not_go_back()
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.AppendAsync(4);
        await log.NewNode().CatchUpAsync();
        await log.ChangeAsync("CREATE TABLE ledger.c AS TABLE ledger.log_checkpoint");
        await log.AppendAsync(1);
        await log.NewNode().CatchUpAsync();
        var node = log.NewNode();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watching = node.Host.WatchAsync(stop.Token);
        await Eventually.IsAsync(() => node.Published.Current?.Head.Size == 5);

        await log.ChangeAsync("UPDATE ledger.log_checkpoint SET (size, note) = (SELECT size, note FROM ledger.c)");
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation); // it looks every 0.3 s

        Assert.Equal((5, null), (node.Published.Current!.Head.Size, node.Published.Problem));
        await stop.CancelAsync();
        await watching;
    }

    [Theory]
    [InlineData("UPDATE ledger.log_checkpoint SET note = 'nonsense'")]
    [InlineData("DELETE FROM ledger.log_tile")]
    [InlineData("UPDATE ledger.ledger_head SET seq = 200")]
    public async Task What_is_damaged_is_said_so_and_is_signed_again_when_it_is_back(string damage)
    {
        await using var log = await LogUnderTest.StartAsync();
        await log.FillAsync(300);
        await log.NewNode().CatchUpAsync();
        await log.ChangeAsync(
            "CREATE TABLE ledger.c AS TABLE ledger.log_checkpoint; CREATE TABLE ledger.t AS TABLE ledger.log_tile");
        await log.FillAsync(600);
        await log.ChangeAsync(damage);
        var node = log.NewNode();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = node.Host.RunAsync(stop.Token);
        await Eventually.IsAsync(() => node.Published.Problem?.Contains("was damaged or changed", StringComparison.Ordinal) == true);

        await log.ChangeAsync(
            """
            DELETE FROM ledger.log_checkpoint; INSERT INTO ledger.log_checkpoint TABLE ledger.c;
            DELETE FROM ledger.log_tile WHERE index = 0; INSERT INTO ledger.log_tile TABLE ledger.t;
            UPDATE ledger.ledger_head SET seq = 600
            """);
        await Eventually.IsAsync(() => node.Published is { Problem: null, Current.Head.Size: 600 });
        await stop.CancelAsync();
        await running;
    }

    private static async Task AssertRefusedAsync(LogUnderTest log, string message, string? folder = null)
    {
        var before = await log.Store.StateAsync(Cancellation);
        var refused = await Assert.ThrowsAsync<LogRefusedException>(log.NewNode(folder).CatchUpAsync);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.PublishedNote, (await log.Store.StateAsync(Cancellation)).PublishedNote);
    }

    private static EcdsaNoteVerifier WriteKey(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder, name), key.ExportPkcs8PrivateKeyPem());
        return new(LogUnderTest.Origin, key.ExportSubjectPublicKeyInfo());
    }

    private static async Task<List<NoteVerifier>> KeysAsync(LogUnderTest log) =>
        [.. (await log.Store.KeysAsync(LogUnderTest.Origin, Cancellation))
            .Select(key => NoteVerifier.TryParse(key, out var known) ? known : throw new FormatException(key))];
}
