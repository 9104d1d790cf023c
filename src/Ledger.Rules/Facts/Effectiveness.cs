using Ledger.Domain.Values;

namespace Ledger.Rules.Facts;

/// <summary>A correction as recorded.</summary>
/// <param name="ByProgramme">The recorder held the programme's right to correct what others recorded.</param>
public sealed record Correction(CustodyEventId Id, CustodyEventId Target, PartyId By, bool ByProgramme);

/// <summary>
/// Which custody events count. One is out when an effective correction targets it; a correction is effective when its
/// recorder recorded the target or holds the programme's right, nothing effective corrects it in turn, and it is not part of
/// a ring.
/// </summary>
public sealed class Effectiveness
{
    /// <summary>Nothing was corrected.</summary>
    public static readonly Effectiveness All = new([], _ => null);

    private readonly Dictionary<CustodyEventId, Correction> _byId;
    private readonly ILookup<CustodyEventId, Correction> _byTarget;
    private readonly Func<CustodyEventId, PartyId?> _recorderOf;

    /// <param name="corrections">All that target the custody events asked about, and all that target those in turn.</param>
    /// <param name="recorderOf">The organisation that recorded a custody event; null when it is not known here.</param>
    public Effectiveness(IReadOnlyCollection<Correction> corrections, Func<CustodyEventId, PartyId?> recorderOf)
    {
        _byId = corrections.ToDictionary(correction => correction.Id);
        _byTarget = corrections.ToLookup(correction => correction.Target);
        _recorderOf = recorderOf;
    }

    public bool IsEffective(CustodyEventId id) =>
        !_byTarget[id].Any(correction => IsAuthorised(correction) && !IsOnRing(correction) && IsEffective(correction.Id));

    /// <summary>Corrections that somebody without the right recorded.</summary>
    public IEnumerable<Correction> Unauthorised() => _byId.Values.Where(correction => !IsAuthorised(correction));

    private bool IsAuthorised(Correction correction) => correction.ByProgramme || RecorderOf(correction.Target) == correction.By;

    private PartyId? RecorderOf(CustodyEventId id) => _byId.TryGetValue(id, out var correction) ? correction.By : _recorderOf(id);

    private bool IsOnRing(Correction start)
    {
        var seen = new HashSet<CustodyEventId>();
        for (var at = start; _byId.TryGetValue(at.Target, out var next); at = next)
        {
            if (next.Id == start.Id) return true;
            if (!seen.Add(next.Id)) return false; // a ring further on, without this one
        }

        return false;
    }
}
