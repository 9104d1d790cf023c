using Ledger.Transparency.Merkle;
using Ledger.Transparency.Notes;

namespace Ledger.Projections.Integration;

/// <summary>A log as one node signs for it.</summary>
/// <param name="Origin">The log's name, the first line of its checkpoints.</param>
/// <param name="Folder">Where its keys are, and the head that was signed last.</param>
/// <param name="AcceptedKey">The vkey an operator states to go on with where all keys that signed before are lost; else null.</param>
public sealed record LogIdentity(string Origin, string Folder, string? AcceptedKey = null);

/// <summary>
/// Signs heads of the tree: one history only. A head is written down, outside the database, before any signature of it exists,
/// and none is signed that does not begin with the one written down.
/// </summary>
public sealed class HeadSigner(LogIdentity log, TreeStore store, TileReader tiles)
{
    private readonly SignedHeadFile _file = new(log.Folder);
    private SigningKeys? _keys;
    private IReadOnlyList<NoteVerifier> _believed = [];
    private Checkpoint? _written;
    private (long? Size, string? Note) _followed;

    /// <summary>Signs the tree as it is committed.</summary>
    /// <exception cref="LogRefusedException">It must not be signed.</exception>
    public async Task<SignedNote> SignAsync(TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        var keys = await KeysAsync(state, cancellation);
        await WriteDownAsync(state, cancellation);
        var head = new Checkpoint(log.Origin, state.Size, state.Root);
        await CheckAsync(head, cancellation);
        Write(head);
        return head.Sign(keys.Signers);
    }

    /// <summary>Writes down what another node has published, and with it promises never to sign anything else.</summary>
    /// <exception cref="LogRefusedException">What is published was not signed by this log, or is another history.</exception>
    public async Task FollowAsync(TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        await KeysAsync(state, cancellation);
        await WriteDownAsync(state, cancellation);
        if (_written is { } last && last.Size == state.Size && last.Root != state.Root)
            throw new LogRefusedException(
                $"The tree of {last.Size} events has another root in the database than was signed: its row in log_tree was changed. " +
                "See docs/transparency.md.");
    }

    /// <summary>True if there are keys to check with what is published; why not is said by who signs.</summary>
    public async Task<bool> HasKeysAsync(TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        try
        {
            await KeysAsync(state, cancellation);
            return true;
        }
        catch (LogRefusedException)
        {
            return false;
        }
    }

    /// <summary>Reads keys and the head written down again: an operator may have brought them back.</summary>
    public void Forget() => (_keys, _written, _followed) = (null, null, default);

    private async Task WriteDownAsync(TreeState state, CancellationToken cancellation)
    {
        _written ??= _file.Read();
        if (state.PublishedOrigin != log.Origin || (state.PublishedSize, state.PublishedNote) == _followed) return;
        if (Published(state) is not { } published)
            throw new LogRefusedException(
                $"The checkpoint in the database was not signed with the keys in {log.Folder}: bring back the keys that signed it. " +
                "If it was changed, delete the row in log_checkpoint, and it is published again.");
        if (_written is { } last && last.Size >= published.Size && last.Size <= state.Size)
        {
            if (published != last && !await ContinuesAsync(published, last, cancellation)) throw Changed(published);
        }
        else
        {
            await CheckAsync(published, cancellation);
            Write(published);
        }

        _followed = (state.PublishedSize, state.PublishedNote);
    }

    /// <summary>What is published, if it is this log's own; null where it is anything else.</summary>
    private Checkpoint? Published(TreeState state)
    {
        try
        {
            var note = SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes(state.PublishedNote!));
            return note.VerifiedBy(_believed).Count > 0 && Checkpoint.TryParse(note.Text) is { } published
                && published.Origin == log.Origin && published.Size == state.PublishedSize ? published : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task CheckAsync(Checkpoint head, CancellationToken cancellation)
    {
        if (_written is not { } last) return;
        if (last.Size > head.Size)
            throw new LogRefusedException(
                $"A tree of {last.Size} events was signed, the database has {head.Size}: it is older than what was published, " +
                "as after restoring a backup. Bring back the newer database. If there is none, acknowledged events are lost: " +
                "see docs/transparency.md.");
        if (!await ContinuesAsync(last, head, cancellation)) throw Changed(last);
    }

    private async Task<bool> ContinuesAsync(Checkpoint older, Checkpoint newer, CancellationToken cancellation)
    {
        var proof = await tiles.ConsistencyProofAsync(older.Size, newer.Size, cancellation);
        return MerkleProof.VerifiesConsistency(older.Size, older.Root, newer.Size, newer.Root, proof);
    }

    private static LogRefusedException Changed(Checkpoint signed) => new(
        $"The first {signed.Size} events are not those that were signed: the database was changed. " +
        "Nothing is signed until the right one is back: see docs/transparency.md.");

    private void Write(Checkpoint head)
    {
        if (_written == head) return;
        _file.Write(head);
        _written = head;
    }

    /// <summary>
    /// The keys to sign with. A new key is entered beside one that signed before, or as the very first; keys that are all
    /// unknown where others have signed would make another log under the same name.
    /// </summary>
    private async Task<SigningKeys> KeysAsync(TreeState state, CancellationToken cancellation)
    {
        if (_keys is not null) return _keys;
        var known = await store.KeysAsync(log.Origin, cancellation);
        var keys = SigningKeys.Read(log.Folder, log.Origin);
        if (keys.Signers.Count == 0 && known.Count == 0 && _file.Read() is null) keys = SigningKeys.Make(log.Folder, log.Origin);
        var own = keys.Signers.Select(signer => signer.Verifier.ToString()).ToList();
        var isKnown = own.Exists(known.Contains) || (log.AcceptedKey is { } accepted && own.Contains(accepted));
        if (own.Count == 0 || (known.Count > 0 && !isKnown)) throw LostKeys(known, own);
        List<string> added = [.. own.Where(key => !known.Contains(key))];
        if (added.Count > 0 && !await store.AddKeysAsync(log.Origin, known.Count, added, state.Size, cancellation))
            throw LostKeys(await store.KeysAsync(log.Origin, cancellation), own);
        // Where the keys that signed are lost, an operator has said to believe the database about them.
        var lost = log.AcceptedKey is null ? [] : known.Select(Parsed).OfType<NoteVerifier>();
        _believed = [.. keys.Signers.Select(signer => signer.Verifier), .. lost];
        return _keys = keys;
    }

    private static NoteVerifier? Parsed(string vkey) => NoteVerifier.TryParse(vkey, out var key) ? key : null;

    private LogRefusedException LostKeys(IReadOnlyList<string> known, List<string> own) => new(
        $"No key in {log.Folder} has signed this log before. Bring back the keys, from a backup or from the node that made them: " +
        (known.Count == 0 ? "the file signed-head there says that there were some." : string.Join(", ", known) + ".") +
        (own.Count == 0 ? "" : $" If all of them are lost for good, Ledger:Log:AcceptKey={own[0]} goes on with this one.") +
        " See docs/transparency.md.");
}
