using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Judging;

/// <summary>A finding, and the day by which all it rests on was known.</summary>
/// <param name="Day">
/// In UTC: the newest record of its evidence, and for a month's subject or a test over months at least their last day.
/// </param>
public sealed record Judged(FindingContent Content, LocalDate Day)
{
    /// <summary>Who is named.</summary>
    public IReadOnlyList<PartyId> Parties => Content.Parties;

    public bool IsIncident => Content.Tier == FindingTier.Incident;
}

/// <summary>
/// What every rule finds in a book as of a day, without a database: the same as the service finds once that day is closed. Pure, and fast
/// enough for thousands of worlds.
/// </summary>
public static class BookJudge
{
    public static IReadOnlyList<Judged> Findings(RecordBook book, LocalDate asOf) =>
        [.. SubjectKind.All.SelectMany(kind => kind.Judge(book, asOf)).DistinctBy(Finding.IdOf)
            .Select(content => new Judged(content, DayOf(content, book)))];

    private static LocalDate DayOf(FindingContent content, RecordBook book)
    {
        var recorded = content.Evidence.Ids.Select(book.RecordedAt).OfType<Instant>().DefaultIfEmpty(Instant.MinValue).Max();
        var newest = recorded == Instant.MinValue ? LocalDate.MinIsoValue : recorded.InUtc().Date;
        if (content.Statistics is { } statistics) return LocalDate.Max(newest, statistics.To);
        var month = YearMonthPattern.Iso.Parse(content.Subject[(content.Subject.LastIndexOf('/') + 1)..]);
        return month.Success ? LocalDate.Max(newest, month.Value.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1)) : newest;
    }
}
