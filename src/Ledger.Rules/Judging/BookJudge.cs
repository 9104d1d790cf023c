using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Rules;
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
    public static IReadOnlyList<Judged> Findings(RecordBook book, LocalDate asOf)
    {
        List<Judged> found = [.. SubjectKind.All.SelectMany(kind => kind.Judge(book, asOf)).DistinctBy(Finding.IdOf)
            .Select(content => new Judged(content, DayOf(content, book)))];
        return [.. found, .. found.Where(finding => finding.IsIncident).SelectMany(finding => LeftOpen(finding, book, asOf))];
    }

    // Flagged on the day all it rests on was known.
    private static IEnumerable<Judged> LeftOpen(Judged incident, RecordBook book, LocalDate asOf)
    {
        var facts = new IncidentFacts(Finding.IncidentOf(Finding.IdOf(incident.Content)), incident.Day, incident.Content);
        return RuleBook.Incident.SelectMany(rule => rule.Evaluate(facts, book.Facts.Settings, asOf).Select(content => new Judged(
            content, incident.Day.PlusMonths((int)content.Expected).PlusDays(1))));
    }

    private static LocalDate DayOf(FindingContent content, RecordBook book)
    {
        if (content.Subject.StartsWith(FactKeys.Balance, StringComparison.Ordinal))
            return FirstDayOf(content, book, RuleBook.HolderBalance, book.HolderBalance(content.Subject));
        if (RunMonthsFacts.YearOf(content.Subject) is { } year) return FirstDayOf(content, book, RuleBook.RunMonths, book.RunMonths(year));
        var newest = NewestOf(content, book);
        if (content.Rule == RunGainedMass.Rule.Id && content is { Tier: FindingTier.Incident, ProvisionalUntil: { } until }) return until;
        var month = YearMonthPattern.Iso.Parse(content.Subject[(content.Subject.LastIndexOf('/') + 1)..]);
        return month.Success ? LocalDate.Max(newest, HolderBalance.EndOf(month.Value)) : newest;
    }

    // A sequence of months is found at the end of the first month that went beyond, and amended ever after.
    private static LocalDate FirstDayOf<TFacts>(FindingContent content, RecordBook book, IReadOnlyList<Rule<TFacts>> rules, TFacts facts)
    {
        var last = content.Statistics!.To;
        for (var month = new YearMonth(last.Year, 1); HolderBalance.EndOf(month) < last; month = month.PlusMonths(1))
        {
            var end = HolderBalance.EndOf(month);
            if (rules.SelectMany(rule => rule.Evaluate(facts, book.Facts.Settings, end))
                .FirstOrDefault(found => Finding.IdOf(found) == Finding.IdOf(content)) is { } first)
                return LocalDate.Max(end, NewestOf(first, book));
        }

        return LocalDate.Max(last, NewestOf(content, book));
    }

    private static LocalDate NewestOf(FindingContent content, RecordBook book)
    {
        var recorded = content.Evidence.Ids.Select(book.RecordedAt).OfType<Instant>().DefaultIfEmpty(Instant.MinValue).Max();
        return recorded == Instant.MinValue ? LocalDate.MinIsoValue : recorded.InUtc().Date;
    }
}
