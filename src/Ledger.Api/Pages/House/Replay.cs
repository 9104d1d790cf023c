using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Pages.House;

/// <summary>The past moment a page shows: each a day or a time, as the address has it.</summary>
/// <param name="KnownAt">As recorded by then; null for now.</param>
/// <param name="HappenedBy">As it was then; null for now.</param>
/// <param name="Path">Of the page, behind the language, as it is known now.</param>
public sealed record Replay(string? KnownAt, string? HappenedBy, string Path)
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public bool IsPast => KnownAt is not null || HappenedBy is not null;

    internal static Replay Of(Visit visit, string path) => new(Moment(visit, "knownAt"), Moment(visit, "happenedBy"), path);

    /// <summary>An address of the API at that moment.</summary>
    public string At(string address) => House.Address.With(address, [.. Query]);

    /// <summary>What an address says of the moment.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Query => [new("knownAt", KnownAt), new("happenedBy", HappenedBy)];

    /// <summary>The day a moment is on, and the time of day where it has one, for the fields of a form.</summary>
    public static (string? Day, string? Time) Fields(string? moment) => moment is null ? (null, null)
        : OffsetDateTimePattern.Rfc3339.Parse(moment) is { Success: true } read
            ? (LocalDatePattern.Iso.Format(read.Value.Date), Minutes.Format(read.Value.TimeOfDay)) : (moment, null);

    // A form asks for a day and, beside it, for a time by the ledger's clock; an address may have it all in one.
    private static string? Moment(Visit visit, string name)
    {
        if (visit.Query(name) is not { } day || visit.Query(name + "Time") is not { } time) return visit.Query(name);
        return LocalDatePattern.Iso.Parse(day) is { Success: true } date && Minutes.Parse(time) is { Success: true } minute
            ? OffsetDateTimePattern.Rfc3339.Format(visit.Zone.AtLeniently(date.Value.At(minute.Value)).ToOffsetDateTime())
            : $"{day} {time}"; // the API says what is wrong with it
    }
}
