namespace Ledger.EventStore.GroupCommit;

/// <summary>What the writer remembers so that it need not ask: the sequence, stream heads, and what came lately. It may be behind; the keys tell.</summary>
internal sealed class WriterMemory
{
    private const int HeadCapacity = 200_000;
    private const int CustodyCapacity = 50_000;

    private readonly TwoGenerations<string, StreamHead> _heads = new(HeadCapacity);
    private readonly TwoGenerations<Guid, (CustodyKey Key, UnitResult Result)> _custody = new(CustodyCapacity);

    /// <summary>The sequence after the newest commit this node saw; null before the first look.</summary>
    public long? Sequence { get; set; }

    public bool Knows(string stream) => _heads.TryGet(stream, out _);

    public StreamHead HeadOf(string stream) => _heads.TryGet(stream, out var head) ? head : StreamHead.None;

    public void Learn(string stream, StreamHead head) => _heads.Set(stream, head);

    public void Learn(Batch batch)
    {
        Sequence = batch.LastSequence;
        foreach (var (stream, head) in batch.Heads) _heads.Set(stream, head);
        foreach (var (pending, result) in batch.Members)
            foreach (var (unit, outcome) in pending.Request.Units.Zip(result.Units))
                if (unit.Custody is { } key) _custody.Set(key.Id.Value, (key, outcome));
    }

    /// <summary>
    /// Answers the requests whose every unit came lately, and keeps apart those that repeat an id of another in the list:
    /// phones send twice as a matter of routine, and that must never disturb the batch.
    /// </summary>
    public (List<Pending> First, List<Pending> Repeats) AnswerKnown(List<Pending> drained)
    {
        var (first, repeats, seen) = (new List<Pending>(drained.Count), new List<Pending>(), new HashSet<Guid>());
        foreach (var pending in drained)
        {
            if (TryAnswer(pending)) continue;
            var ids = pending.Request.Units.Where(unit => unit.Custody is not null).Select(unit => unit.Custody!.Id.Value).ToList();
            var isRepeat = ids.Exists(seen.Contains);
            if (!isRepeat) seen.UnionWith(ids);
            (isRepeat ? repeats : first).Add(pending);
        }

        return (first, repeats);
    }

    private bool TryAnswer(Pending pending)
    {
        var units = pending.Request.Units;
        var known = new Dictionary<Guid, UnitResult>();
        foreach (var unit in units)
        {
            if (unit.Custody is not { } key || !_custody.TryGet(key.Id.Value, out var lately)) return false;
            if (!IsSame(key, lately.Key)) return false; // the settlement says which unit conflicts
            known[key.Id.Value] = lately.Result;
        }

        pending.Complete(Outcomes.Duplicate(units, known));
        return true;
    }

    private static bool IsSame(CustodyKey left, CustodyKey right) =>
        left.Organisation == right.Organisation && left.ContentMac.AsSpan().SequenceEqual(right.ContentMac);
}

/// <summary>Results built from what is there already.</summary>
internal static class Outcomes
{
    public static AppendResult Duplicate(IReadOnlyList<AppendUnit> units, IReadOnlyDictionary<Guid, UnitResult> known) =>
        new(AppendStatus.Duplicate, [.. units.Select(unit => known[unit.Custody!.Id.Value] with { Status = AppendStatus.Duplicate })]);

    /// <summary>Tells each unit whether it is the one that conflicts.</summary>
    public static AppendResult Conflict(IReadOnlyList<AppendUnit> units, IReadOnlyDictionary<Guid, KnownCustody> known) =>
        new(AppendStatus.ConflictingContent, [.. units.Select(unit => new UnitResult(
            unit.Custody is { } key && known.TryGetValue(key.Id.Value, out var there) && !there.IsSameAs(key)
                ? AppendStatus.ConflictingContent : AppendStatus.Unknown, []))]);
}
