using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.Values;

namespace Ledger.Rules.Views;

/// <summary>What anyone may know of where a tag stands. That one is on several lots is a finding, and no finding is public.</summary>
[JsonConverter(typeof(CodeJsonConverter<PublicTagStatus>))]
public enum PublicTagStatus { Unknown, Issued, InUse, UsedUp, Void, Lost, Stolen }

/// <summary>What verifying the records of something against the signed log led to.</summary>
[JsonConverter(typeof(CodeJsonConverter<HistoryStanding>))]
public enum HistoryStanding
{
    /// <summary>Each is in the log as it was signed, and each continues the one before.</summary>
    Verified,

    /// <summary>The newest wait for the next checkpoint, which comes within seconds; all others are as signed.</summary>
    NotSignedYet,

    /// <summary>They are not what was signed.</summary>
    Altered,
}

/// <summary>A tag as the public sees it: never where it is, who holds it, on which lot it is or when anything happened to it.</summary>
/// <param name="IsKnown">Whether anything is recorded of it.</param>
/// <param name="Mineral">Of the lot it was tied on; absent where none is known, or not one.</param>
/// <param name="Country">Of the site it was assigned to, or where the lot was bagged.</param>
/// <param name="Region">The area of that site.</param>
/// <param name="History">Whether its records verify; absent where it has none of its own.</param>
/// <param name="Says">The same in a sentence.</param>
public sealed record TagCheckView(
    string Series, TagKind Kind, string Number, bool IsKnown, PublicTagStatus Status, Mineral? Mineral, CountryCode? Country,
    AreaId? Region, HistoryStanding? History, string Says)
{
    /// <param name="tag">The tag asked about.</param>
    /// <param name="status">What its own records say; null where there are none.</param>
    /// <param name="isIssued">It lies in a range that the programme issued or assigned.</param>
    /// <param name="minerals">Of the lots it was tied on.</param>
    /// <param name="sites">Of the range it was assigned in, and of those lots, as far as they are in the register.</param>
    public static TagCheckView Of(
        TagId tag, TagStatus? status, bool isIssued, IEnumerable<Mineral> minerals,
        IEnumerable<(CountryCode Country, AreaId? Region)> sites)
    {
        var open = status switch
        {
            TagStatus.Attached or TagStatus.OnSeveralLots or TagStatus.NamedOnly => PublicTagStatus.InUse,
            TagStatus.Cut or TagStatus.Replaced => PublicTagStatus.UsedUp,
            TagStatus.Void => PublicTagStatus.Void,
            TagStatus.Lost => PublicTagStatus.Lost,
            TagStatus.Stolen => PublicTagStatus.Stolen,
            _ => isIssued ? PublicTagStatus.Issued : PublicTagStatus.Unknown,
        };
        var (countries, regions) = (
            sites.Select(site => site.Country).Distinct().ToList(), sites.Select(site => site.Region).OfType<AreaId>().Distinct().ToList());
        return new(
            tag.Series, tag.Kind, tag.Number, open != PublicTagStatus.Unknown, open, OnlyOne(minerals.Distinct().ToList()),
            OnlyOne(countries), countries.Count == 1 ? OnlyOne(regions) : null, null,
            Sentence(open));
    }

    // Two answers would tell that something does not fit, which is for the parties and the programme to explain first.
    private static T? OnlyOne<T>(List<T> values)
        where T : struct => values.Count == 1 ? values[0] : null;

    private static string Sentence(PublicTagStatus status) => status switch
    {
        PublicTagStatus.Issued => "The programme issued this tag. No use of it is recorded yet; records may arrive days late.",
        PublicTagStatus.InUse => "This tag is recorded in use.",
        PublicTagStatus.UsedUp => "This tag was cut or replaced. It should be on no bag any more.",
        PublicTagStatus.Void => "This tag was declared void before use. It should be on no bag.",
        PublicTagStatus.Lost => "This tag was reported lost before use. If you have it before you, please tell the programme.",
        PublicTagStatus.Stolen => "This tag was reported stolen before use. If you have it before you, please tell the programme.",
        _ => "Nothing is recorded of this number. It may be misread, of another series, or its record may not have arrived yet.",
    };
}

/// <summary>Tags that carry a bare number: numbers are short and come round again.</summary>
/// <param name="IsComplete">False where there are more than are listed.</param>
public sealed record TagCheckList(string Number, IReadOnlyList<TagCheckView> Tags, bool IsComplete, string Says)
{
    public static TagCheckList Of(string number, IReadOnlyList<TagCheckView> tags, bool isComplete) =>
        new(number, tags, isComplete, tags.Count switch
        {
            0 => "Nothing is recorded of this number. It may be misread, or its record may not have arrived yet.",
            1 => "One tag carries this number.",
            _ => "Several tags carry this number; which one is before you, its series and kind tell.",
        });
}
