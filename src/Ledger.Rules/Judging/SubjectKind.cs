using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Judging;

/// <summary>One kind of subject: which there are in a book, and what its rules find. A new kind is a line in <see cref="All"/>.</summary>
internal sealed record SubjectKind(Func<RecordBook, LocalDate, IEnumerable<FindingContent>> Judge)
{
    public static IReadOnlyList<SubjectKind> All { get; } =
    [
        Of(RuleBook.Lot, book => book.Lots, (_, lot) => lot),
        Of(RuleBook.Tag, book => book.Tags, (book, tag) => book.Tag(tag)),
        Of(RuleBook.Run, book => book.Runs, (book, run) => book.Facts.Run(run)),
        Of(RuleBook.Transfer, book => book.Transfers, (book, transfer) => book.Transfer(transfer)),
        Of(RuleBook.SiteMonth, book => book.SiteMonths, (book, month) => book.SiteMonthOf(month)),
        Of(RuleBook.MineralMonth, book => book.MineralMonths, (book, month) => book.MineralMonthOf(month)),
        Of(RuleBook.SupplyMonth, book => book.SupplyMonths, (book, month) => book.SupplyMonthOf(month)),
        Of(RuleBook.ReceiptHistory, book => book.ReceiptHistories, (book, subject) => book.ReceiptHistory(subject)),
        Of(RuleBook.RunMonths, book => book.RunYears, (book, year) => book.RunMonths(year)),
        Of(RuleBook.AgentMonth, book => book.AgentMonths, (book, month) => book.AgentMonthOf(month)),
        Of(RuleBook.SiteAreas, book => book.Sites, (book, site) => book.SiteAreas(site)),
        Of(RuleBook.Correction, book => book.CorrectedRecords, (book, record) => book.Correction(record)),
        Of(RuleBook.Cycle, book => book.Runs, (book, run) => book.Cycle(run)),
        Of(RuleBook.Origin, book => book.Lots.Where(lot => lot.Of<LotCertified>().Any()), (book, lot) => book.Origin(lot)),
        Keyed(RuleBook.Device, FactKeys.Device, (book, subject, _) => book.Device(subject)),
        Keyed(RuleBook.Sheets, FactKeys.Sheets, (_, subject, facts) => new(subject, facts.Counted, facts.Corrected)),
        Keyed(RuleBook.HolderMonth, FactKeys.Holder, (_, subject, facts) => new(subject, facts.Counted, facts.Corrected)),
        Keyed(RuleBook.HolderMonth, FactKeys.Untagged, (_, subject, facts) => new(subject, facts.Counted, facts.Corrected)),
        Keyed(RuleBook.HolderBalance, FactKeys.Balance, (book, subject, _) => book.HolderBalance(subject)),
        Keyed(RuleBook.PairMonth, FactKeys.Pair, (book, subject, _) => book.PairMonth(subject)),
        Keyed(RuleBook.ScaleMonth, FactKeys.Scale, (book, subject, _) => book.ScaleMonth(subject)),
        Keyed(RuleBook.TagStock, FactKeys.TagStock, (book, subject, _) => book.TagStock(subject)),
    ];

    private static SubjectKind Of<TSubject, TFacts>(
        IReadOnlyList<Rule<TFacts>> rules, Func<RecordBook, IEnumerable<TSubject>> subjects, Func<RecordBook, TSubject, TFacts> facts) =>
        new((book, asOf) => subjects(book).SelectMany(subject =>
        {
            var known = facts(book, subject);
            return rules.SelectMany(rule => rule.Evaluate(known, book.Facts.Settings, asOf));
        }));

    // What FactKeys puts together under subjects that begin alike.
    private static SubjectKind Keyed<TFacts>(
        IReadOnlyList<Rule<TFacts>> rules, string kind,
        Func<RecordBook, string, (IReadOnlyList<Fact> Counted, IReadOnlyList<Fact> Corrected), TFacts> facts) =>
        Of(rules, book => book.KeyedSubjects(kind), (book, subject) => facts(book, subject, book.Keyed(subject)));
}
