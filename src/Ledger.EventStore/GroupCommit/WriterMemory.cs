namespace Ledger.EventStore.GroupCommit;

/// <summary>
/// What the writer remembers so that it need not ask. The heads are those of the database as of <see cref="Sequence"/>, so
/// that a commit which finds the sequence there proves them; after any doubt all is forgotten.
/// </summary>
internal sealed class WriterMemory
{
    /// <summary>Others' events worth reading one by one; when more were missed, asking for heads again is cheaper.</summary>
    public const int MaxCatchUp = 4_096;

    private const int HeadCapacity = 200_000;
    private const int CustodyCapacity = 50_000;

    private readonly TwoGenerations<string, StreamHead> _heads = new(HeadCapacity);
    private readonly TwoGenerations<Guid, CompactCustody> _custody = new(CustodyCapacity);

    /// <summary>The sequence the heads are as of; null before the first look.</summary>
    public long? Sequence { get; private set; }

    public bool Knows(string stream) => _heads.TryGet(stream, out _);

    public StreamHead HeadOf(string stream) => _heads.TryGet(stream, out var head) ? head : StreamHead.None;

    public KnownCustody? CustodyOf(Guid id) => _custody.TryGet(id, out var custody) ? custody.Whole(id) : null;

    /// <summary>A head read from the database while it was at <see cref="Sequence"/>.</summary>
    public void Learn(string stream, StreamHead head) => _heads.Set(stream, head);

    /// <summary>This batch is stored and nothing came after it.</summary>
    public void Learn(Batch batch)
    {
        MoveTo(batch.LastSequence, batch.Heads);
        LearnCustody(batch);
    }

    /// <summary>This batch is stored.</summary>
    public void LearnCustody(Batch batch)
    {
        foreach (var (id, custody) in batch.Custody)
            if (CompactCustody.Of(custody) is { } compact) _custody.Set(id, compact);
    }

    /// <summary>The database is at a later sequence, with these heads of all streams that changed since.</summary>
    public void MoveTo(long sequence, IEnumerable<KeyValuePair<string, StreamHead>> changed)
    {
        Sequence = sequence;
        foreach (var (stream, head) in changed) _heads.Set(stream, head);
    }

    /// <summary>A connection was lost: the server behind the next one may have been restored or replaced.</summary>
    public void Forget()
    {
        Sequence = null;
        _heads.Clear();
        _custody.Clear();
    }
}
