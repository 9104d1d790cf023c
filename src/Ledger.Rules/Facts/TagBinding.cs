using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Facts;

/// <summary>
/// Joins what was recorded about a tag to the lot that wore it then: the last attachment that was not definitely later, or else
/// the first within the setting's hours. Overlapping spans contradict nothing, so an attachment of the same day counts as worn. A tag
/// that was tied on in place of another, no lot named, is on the lot that wore the other.
/// </summary>
public sealed class TagBinding
{
    private readonly Dictionary<StreamName, List<(Fact Fact, LotId Lot)>> _attachments = [];
    private readonly RuleSettings _settings;

    /// <param name="tagFacts">
    /// The effective facts of a tag's stream and of the streams of all tags <see cref="LotFacts.TagsIn"/> finds in it, in turn;
    /// in any order.
    /// </param>
    /// <param name="settings">The hours by which a sheet may be typed late hold as of the fact that names the tag.</param>
    public TagBinding(IEnumerable<Fact> tagFacts, RuleSettings settings)
    {
        _settings = settings;
        var attachments = tagFacts.Where(fact => fact.Event is TagAttached).Order().ToLookup(NamesLotById);
        foreach (var fact in attachments[true]) Bind(fact, ((TagAttached)fact.Event).Lot.LotId!.Value);
        var open = attachments[false].ToList();
        while (open.RemoveAll(BindsByOldTag) > 0)
        {
        }
    }

    /// <summary>The lots the tags were ever attached to, in order of first attachment.</summary>
    public IEnumerable<LotId> Lots =>
        _attachments.Values.SelectMany(list => list).OrderBy(attachment => attachment.Fact).Select(attachment => attachment.Lot).Distinct();

    /// <summary>
    /// The lot a fact that names only the tag is about; null when the tag was not on any by then. A fact outside the tags' streams
    /// (a sale's) is asked of one tag's binding, or of the tag it names.
    /// </summary>
    public LotId? LotFor(Fact fact) =>
        LotOn(fact.Stream.Kind is "tag" || _attachments.Count != 1 ? fact.Stream : _attachments.Keys.Single(), fact);

    /// <summary>True for a fact in a tag's stream that says something of a lot named by the tag alone.</summary>
    public static bool NamesLotByTag(Fact fact) => fact.Type.StartsWith("lot_", StringComparison.Ordinal);

    /// <summary>The lot a tag was on when the fact happened; null when it was on none by then, nor soon after.</summary>
    public LotId? LotOn(StreamName tag, Fact at)
    {
        var attachments = _attachments.GetValueOrDefault(tag, []).OrderBy(attachment => attachment.Fact).ToList();
        var worn = attachments.FindLastIndex(attachment => !at.DefinitelyBefore(attachment.Fact));
        if (worn >= 0) return attachments[worn].Lot;

        // Named before it was tied on anything: no contradiction soon before, since the sheet was typed when there was time.
        worn = attachments.FindIndex(attachment => !at.DefinitelyBefore(attachment.Fact, _settings.At(at).TypedLate));
        return worn < 0 ? null : attachments[worn].Lot;
    }

    private bool BindsByOldTag(Fact fact)
    {
        var lot = LotOn(StreamName.Tag(((TagAttached)fact.Event).Lot.Tag!.Value), fact);
        if (lot is { } worn) Bind(fact, worn);
        return lot is not null;
    }

    private void Bind(Fact fact, LotId lot)
    {
        if (_attachments.TryGetValue(fact.Stream, out var known)) known.Add((fact, lot));
        else _attachments[fact.Stream] = [(fact, lot)];
    }

    private static bool NamesLotById(Fact fact) => fact.Event is TagAttached { Lot.LotId: not null };
}
