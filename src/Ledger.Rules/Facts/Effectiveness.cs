using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>A correction as recorded.</summary>
/// <param name="ByProgramme">The recorder held the programme's right to correct what others recorded.</param>
/// <param name="Replacement">The custody event it put in the target's place, captured in the same append.</param>
/// <param name="At">When it was corrected, as stated: the start of that span.</param>
public sealed record Correction(
    CustodyEventId Id, CustodyEventId Target, PartyId By, bool ByProgramme, CustodyEventId? Replacement = null, Instant At = default)
{
    /// <summary>The correction a stored event is.</summary>
    public static Correction Of(Fact fact, EventCorrected corrected) => new(
        fact.Custody, corrected.Target, fact.RecordedBy, fact.Headers.ByProgramme == true, corrected.Replacement, fact.Interval.Start);
}

/// <summary>
/// Which custody events count. One is out when an effective correction targets it; a correction is effective when its
/// recorder recorded the target or holds the programme's right, nothing effective corrects it in turn, and it is not part of
/// a ring. A replacement counts only while the correction that brought it is effective: else what it replaced would count
/// beside it. Where several effective corrections have one target, the last word has: the programme's before others', then the
/// latest stated, then the greatest id; the others' replacements do not count.
/// </summary>
public sealed class Effectiveness
{
    /// <summary>Nothing was corrected.</summary>
    public static readonly Effectiveness All = new([], _ => null);

    private readonly Dictionary<CustodyEventId, Correction> _byId;
    private readonly ILookup<CustodyEventId, Correction> _byTarget;
    private readonly ILookup<CustodyEventId, Correction> _byReplacement;
    private readonly HashSet<CustodyEventId> _effective = [];
    private readonly Func<CustodyEventId, PartyId?> _recorderOf;

    /// <param name="corrections">
    /// All that target the custody events asked about or brought them as a replacement, and all that target those in turn; in any order.
    /// </param>
    /// <param name="recorderOf">The organisation that recorded a custody event; null when it is not known here.</param>
    public Effectiveness(IReadOnlyCollection<Correction> corrections, Func<CustodyEventId, PartyId?> recorderOf)
    {
        _byId = corrections.DistinctBy(correction => correction.Id).ToDictionary(correction => correction.Id);
        _byTarget = _byId.Values.ToLookup(correction => correction.Target);
        _byReplacement = _byId.Values.Where(correction => correction.Replacement is not null)
            .ToLookup(correction => correction.Replacement!.Value);
        _recorderOf = recorderOf;
        Judge();
    }

    public bool IsEffective(CustodyEventId id)
    {
        if (_byId.ContainsKey(id)) return _effective.Contains(id);
        return !IsTargeted(id) && (!_byReplacement.Contains(id) || _byReplacement[id].Any(IsLastWord));
    }

    /// <summary>
    /// Corrections that somebody without the right recorded and nobody took back, as far as it is known who recorded the target.
    /// </summary>
    public IEnumerable<Correction> Unauthorised() => _byId.Values.Where(correction =>
        RecorderOf(correction.Target) is not null && !IsAuthorised(correction) && !IsTargeted(correction.Id));

    // From the corrections that nothing corrects inwards. Each has one target, so what is never reached is a ring; and a
    // chain of any length takes no stack.
    private void Judge()
    {
        var unjudged = _byId.Keys.ToDictionary(id => id, id => _byTarget[id].Count());
        var ready = new Stack<CustodyEventId>(unjudged.Where(pair => pair.Value == 0).Select(pair => pair.Key));
        while (ready.TryPop(out var id))
        {
            var correction = _byId[id];
            if (IsAuthorised(correction) && !IsTargeted(id)) _effective.Add(id);
            if (unjudged.ContainsKey(correction.Target) && --unjudged[correction.Target] == 0) ready.Push(correction.Target);
        }
    }

    private bool IsTargeted(CustodyEventId id) => _byTarget[id].Any(IsEffective);

    private bool IsLastWord(Correction correction) => IsEffective(correction) && correction == _byTarget[correction.Target]
        .Where(IsEffective).OrderBy(each => each.ByProgramme).ThenBy(each => each.At).ThenBy(each => each.Id).Last();

    private bool IsEffective(Correction correction) => _effective.Contains(correction.Id);

    private bool IsAuthorised(Correction correction) => correction.ByProgramme || RecorderOf(correction.Target) == correction.By;

    private PartyId? RecorderOf(CustodyEventId id) => _byId.TryGetValue(id, out var correction) ? correction.By : _recorderOf(id);
}
