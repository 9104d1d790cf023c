using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Views;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>All that views and rules say of a book, as text that can be compared.</summary>
public static class Judged
{
    public static readonly LocalDate LongAfter = new(2027, 1, 1);

    private static readonly JsonSerializerOptions Options = new() { Converters = { new OffsetTimes(), new Dates() } };

    public static IReadOnlyList<string> All(Book book) => [.. Rows(book).Select(row => JsonSerializer.Serialize(row, Options)),
        .. Findings(book).Select(finding => JsonSerializer.Serialize(finding with { ProvisionalUntil = null }, Options))];

    public static IEnumerable<FindingContent> Findings(Book book, LocalDate? asOf = null) =>
        book.Subjects.SelectMany(subject => Findings(book, subject, asOf ?? LongAfter));

    /// <summary>Of subjects of these kinds only.</summary>
    public static IEnumerable<FindingContent> FindingsOf(Book book, LocalDate asOf, params IReadOnlyList<string> kinds) =>
        book.Subjects.Where(subject => kinds.Contains(subject.Kind.ToString())).SelectMany(subject => Findings(book, subject, asOf));

    private static IEnumerable<object?> Rows(Book book) => book.Subjects.Select<StreamName, object?>(subject => subject.Kind switch
    {
        "lot" => LotView.Of(book.Lot(Key(subject))),
        "tag" => TagView.Of(book.Tag(TagId.TryParse(Key(subject))!.Value)),
        "run" => RunView.Of(book.Run(Key(subject))),
        "sale" or "delivery" or "movement" => TransferView.Of(book.Transfer(subject)),
        _ => null,
    });

    private static IEnumerable<FindingContent> Findings(Book book, StreamName subject, LocalDate asOf) => subject.Kind switch
    {
        "lot" => Run(RuleBook.Lot, book, asOf, book.Lot(Key(subject))),
        "tag" => Run(RuleBook.Tag, book, asOf, book.Tag(TagId.TryParse(Key(subject))!.Value)),
        "run" => Run(RuleBook.Run, book, asOf, book.Run(Key(subject))),
        "site-month" => Run(RuleBook.SiteMonth, book, asOf, book.SiteMonth(SiteMonth.TryParse(subject.Value)!.Value)),
        "tag-stock" => Run(RuleBook.TagStock, book, asOf, book.TagStock(subject.Value)),
        "custody-event" => Run(RuleBook.Correction, book, asOf, book.Correction(CorrectionFacts.IdOf(subject.Value)!.Value)),
        "cycle" => Run(RuleBook.Cycle, book, asOf, book.Cycle(CycleFacts.RunOf(subject.Value)!.Value)),
        "origin" => Run(RuleBook.Origin, book, asOf, book.Origin(OriginFacts.LotOf(subject.Value)!.Value)),
        "site-areas" => Run(RuleBook.SiteAreas, book, asOf, book.SiteAreas(SiteAreasFacts.SiteOf(subject.Value)!.Value)),
        "mineral-month" => Run(
            RuleBook.MineralMonth, book, asOf, book.MineralMonth(MineralMonth.TryParse(subject.Value)!.Value, asOf)),
        "supply-month" => Run(RuleBook.SupplyMonth, book, asOf, book.SupplyMonth(SupplyMonth.TryParse(subject.Value)!.Value)),
        "receipt-history" => Run(RuleBook.ReceiptHistory, book, asOf, book.ReceiptHistory(subject.Value)),
        "run-months" => Run(RuleBook.RunMonths, book, asOf, book.RunMonths(RunMonthsFacts.YearOf(subject.Value)!.Value)),
        "agent-month" => Run(RuleBook.AgentMonth, book, asOf, book.AgentMonth(AgentMonthFacts.MonthOf(subject.Value)!.Value)),
        "device" => Run(RuleBook.Device, book, asOf, book.Device(subject.Value)),
        "sheets" => Run(RuleBook.Sheets, book, asOf, book.Sheets(subject.Value)),
        "holder-month" or "untagged-find" => Run(RuleBook.HolderMonth, book, asOf, book.HolderMonth(subject.Value)),
        "holder-balance" => Run(RuleBook.HolderBalance, book, asOf, book.HolderBalance(subject.Value)),
        "pair-month" => Run(RuleBook.PairMonth, book, asOf, book.PairMonth(subject.Value)),
        "scale-month" => Run(RuleBook.ScaleMonth, book, asOf, book.ScaleMonth(subject.Value)),
        "sale" or "delivery" or "movement" => Run(RuleBook.Transfer, book, asOf, book.Transfer(subject)),
        _ => [],
    };

    private static IEnumerable<FindingContent> Run<T>(IEnumerable<Rule<T>> rules, Book book, LocalDate asOf, T facts) =>
        rules.SelectMany(rule => rule.Evaluate(facts, book.Settings, asOf));

    private static string Key(StreamName subject) => subject.Value[(subject.Kind.Length + 1)..];

    private sealed class OffsetTimes : JsonConverter<OffsetDateTime>
    {
        public override OffsetDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            OffsetDateTimePattern.Rfc3339.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, OffsetDateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(OffsetDateTimePattern.Rfc3339.Format(value));
    }

    private sealed class Dates : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}
