using System.Globalization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>
/// Subjects that a fact belongs to beside that of its stream: what somebody did in a month, the next hundred sheets of a book, the
/// next thousand records of a device. Small enough to be looked at in one go.
/// </summary>
public static class FactKeys
{
    public const string Device = "device:";
    public const string Sheets = "sheets:";
    public const string Scale = "scale-month:";

    /// <summary>What was sent or taken in on a scale in a month: transfers to look at again when more is known of the scale.</summary>
    public const string ScaleTransfers = "scale-transfers:";
    public const string Pair = "pair-month:";
    public const string Holder = "holder-month:";
    public const string Balance = "holder-balance:";
    public const string TagStock = "tag-stock:";
    public const string Untagged = "untagged-find:";

    /// <summary>What was recorded on a device in a month, to be counted; and the corrections among it.</summary>
    public const string AgentRecords = "agent-records:";
    public const string AgentCorrections = "agent-corrections:";

    /// <summary>How many sheets of a book, and how many records of a device, are one subject.</summary>
    public const int SheetSpan = 100;
    public const int DeviceSpan = 1_000;

    public static IEnumerable<string> Of(Fact fact) => (fact.Headers.Ordinal is null or 0 ? OfRecord(fact) : []).Concat(fact.Event switch
    {
        LotWeighed { ScaleId: { } scale } => [In(Scale, scale.Value, MonthOf(fact))],
        LotReceived received => OfReceipt(fact, received),
        ScaleChecked check => [In(Scale, check.Scale.Value, MonthOf(fact))],
        // A run that began last month may be open in this one; a year is balanced with the one before it.
        RunPartRecorded part =>
        [
            In(Holder, part.Holder.Value, MonthOf(fact)), In(Holder, part.Holder.Value, MonthOf(fact).PlusMonths(1)),
            HolderBalanceFacts.SubjectOf(part.Holder, MonthOf(fact).Year),
            HolderBalanceFacts.SubjectOf(part.Holder, MonthOf(fact).Year + 1),
            RunMonthsFacts.SubjectOf(MonthOf(fact).Year), RunMonthsFacts.SubjectOf(MonthOf(fact).Year + 1),
        ],
        StockCounted count =>
        [
            HolderBalanceFacts.SubjectOf(count.Holder, MonthOf(fact).Year),
            HolderBalanceFacts.SubjectOf(count.Holder, MonthOf(fact).Year + 1),
        ],
        UntaggedFound found => [HolderOf(fact, found) is { } holder ? In(Holder, holder.Value, MonthOf(fact)) : Untagged + fact.Custody],
        LockBoxCounted count => [StockOf(count.Site, count.Series, count.Kind)],
        TagsReturned returned => [StockOf(returned.Site, returned.Tags.Series, returned.Tags.Kind)],
        TagVoided { Site: { } site } ended => [StockOf(site, ended.Tag.Series, ended.Tag.Kind)],
        TagLost { Site: { } site } ended => [StockOf(site, ended.Tag.Series, ended.Tag.Kind)],
        TagStolen { Site: { } site } ended => [StockOf(site, ended.Tag.Series, ended.Tag.Kind)],
        EventCorrected when fact.Headers.DeviceId is { } device => [AgentMonthFacts.KeyOf(AgentCorrections, fact, device)],
        SheetVoided voided => SheetSubjects(fact.RecordedBy, voided.Book, voided.Number),
        _ => [],
    });

    /// <summary>The tags of one series and kind at a site.</summary>
    public static string StockOf(SiteId site, string series, TagKind kind) => $"{TagStock}{site}/{series}/{Code<TagKind>.Name(kind)}";

    /// <summary>What a party took in from another in a month; a hyphen stands for a sender it did not name.</summary>
    public static string PairOf(PartyId receiver, PartyId? sender, YearMonth month) =>
        In(Pair, $"{receiver}/{sender?.Value ?? "-"}", month);

    /// <summary>Whose premises untagged mineral was found at.</summary>
    public static PartyId? HolderOf(Fact fact, UntaggedFound found) => found.Holder ?? fact.Headers.Place?.PartyId;

    public static YearMonth MonthOf(Fact fact) => fact.Event.When.EventTime.Date.ToYearMonth();

    /// <summary>The scale in a month that <see cref="ScaleTransfers"/> speaks of; null for another subject.</summary>
    public static string? MonthOfWeighings(string subject) =>
        subject.StartsWith(ScaleTransfers, StringComparison.Ordinal) ? Scale + subject[ScaleTransfers.Length..] : null;

    /// <summary>The months of a scale after that one, and itself: both bounds are excluded.</summary>
    public static (string From, string To) MonthsOf(string scaleStream, YearMonth since)
    {
        var (from, to) = MonthsOf(scaleStream);
        return (from + YearMonthPattern.Iso.Format(since.PlusMonths(-1)), to);
    }

    /// <summary>All months of a scale: both bounds are excluded.</summary>
    public static (string From, string To) MonthsOf(string scaleStream)
    {
        var scale = scaleStream[(scaleStream.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return ($"{Scale}{scale}/", $"{Scale}{scale}0"); // '0' follows '/'
    }

    private static IEnumerable<string> OfReceipt(Fact fact, LotReceived received)
    {
        if (received.ScaleId is { } scale) yield return In(Scale, scale.Value, MonthOf(fact));
        if (PairMonthFacts.SubjectOf(fact) is { } pair) yield return pair;
    }

    private static IEnumerable<string> OfRecord(Fact fact)
    {
        var headers = fact.Headers;
        if (headers.DeviceId is { } agent) yield return AgentMonthFacts.KeyOf(AgentRecords, fact, agent);
        if (headers is { DeviceId: { } device, DeviceSeq: { } number })
            foreach (var span in Spans(number, DeviceSpan))
                yield return string.Create(CultureInfo.InvariantCulture, $"{Device}{fact.RecordedBy}/{device}/{span}");
        if (headers.Sheet is { } sheet)
            foreach (var subject in SheetSubjects(fact.RecordedBy, sheet.Book, sheet.Number)) yield return subject;
    }

    private static IEnumerable<string> SheetSubjects(PartyId recorder, string book, string number) => SheetNumber.Of(number) is { } sheet
        ? Spans(sheet.Count, SheetSpan).Select(span =>
            string.Create(CultureInfo.InvariantCulture, $"{Sheets}{recorder}/{book}/{sheet.Form}{span}"))
        : [$"{Sheets}{recorder}/{book}/{number}"];

    // The first number of a span is also the last of the one before, so that no neighbours are torn apart.
    private static IEnumerable<long> Spans(long number, int span) =>
        number > 0 && number % span == 0 ? [number / span, (number / span) - 1] : [number / span];

    private static string In(string kind, string key, YearMonth month) => $"{kind}{key}/{YearMonthPattern.Iso.Format(month)}";
}

/// <summary>A sheet's number as printed: what stands before its trailing digits, and the count they make.</summary>
public readonly record struct SheetNumber(string Form, long Count)
{
    // More digits than that are not a count of sheets.
    private const int MostDigits = 9;

    /// <summary>Null where the number does not end in digits.</summary>
    public static SheetNumber? Of(string number)
    {
        var digits = number.Length - 1 - number.AsSpan().LastIndexOfAnyExceptInRange('0', '9');
        if (digits is 0 or > MostDigits) return null;
        var count = long.Parse(number.AsSpan(number.Length - digits), NumberStyles.None, CultureInfo.InvariantCulture);
        return new(number[..^digits], count);
    }
}
