using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>
/// What the register says of one mine site, in the order it was entered. Guarded events happened when they were recorded.
/// </summary>
/// <param name="RegisterExists">The register has any site at all: only then is one it does not have worth a word.</param>
public sealed record SiteRegister(
    bool RegisterExists, IReadOnlyList<(SiteDescription Description, Instant At)> Descriptions,
    IReadOnlyList<(SiteStatusDetermined Status, Instant At)> Statuses)
{
    /// <summary>Where it lies; null where the register does not know the site.</summary>
    public CountryCode? Country => IsKnown ? Descriptions[^1].Description.Country : null;

    public bool IsKnown => Descriptions.Count > 0;

    public static SiteRegister Of(bool registerExists, IEnumerable<(LedgerEvent Event, Instant At)> siteStream)
    {
        var events = siteStream.ToList();
        return new(
            registerExists,
            [.. events.Where(each => each.Event is SiteRegistered or SiteChanged).Select(each => (DescriptionIn(each.Event), each.At))],
            [.. events.Where(each => each.Event is SiteStatusDetermined).Select(each => ((SiteStatusDetermined)each.Event, each.At))]);
    }

    /// <summary>
    /// What the register said at a moment; of the time before the registration, what that says. Null: the site is not known.
    /// </summary>
    public SiteDescription? At(Instant moment) =>
        IsKnown ? Descriptions.LastOrDefault(each => each.At <= moment, Descriptions[0]).Description : null;

    /// <summary>The status of a day, and when it was determined; null before the first.</summary>
    public (SiteStatusDetermined Status, Instant At)? StatusOn(LocalDate day) =>
        Statuses.LastOrDefault(each => each.Status.From <= day) is { Status: not null } found ? found : null;

    private static SiteDescription DescriptionIn(LedgerEvent entered) =>
        entered is SiteRegistered registered ? registered.Description : ((SiteChanged)entered).Description;
}

/// <summary>An allowance of tags for a site.</summary>
/// <param name="Since">When its request was approved.</param>
public sealed record TagAllowance(long Tags, Instant Since)
{
    public static Instant SinceOf(TagRequestReviewed reviewed, Instant recordedAt) =>
        RegisteredTags.Earlier(reviewed.ReviewedOn, recordedAt);
}
