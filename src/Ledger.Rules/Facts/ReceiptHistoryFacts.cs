using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>A lot as somebody's scale showed it.</summary>
/// <param name="On">Null where nobody named the scale.</param>
/// <param name="At">The first moment it may have happened.</param>
public readonly record struct Reading(Mass Mass, PartyId By, ScaleId? On, Instant At);

/// <summary>One lot that both sides of a receipt measured: all that the history of a party's receipts needs of it.</summary>
/// <param name="Sequence">Of the receipt.</param>
/// <param name="SentSequence">Of the fact that tells what was sent, the last of them.</param>
/// <param name="Delivery">The record that tells of the receipt: its lots came at once.</param>
/// <param name="SentReadings">How many weighings the sender's mass is the sum of.</param>
/// <param name="ReceivedTo">The last moment at which it may have been received.</param>
public sealed record WeighedTwice(
    LotId Lot, long Sequence, long SentSequence, CustodyEventId Delivery, PartyId Receiver, Reading Sent, Reading Received,
    int SentReadings, Instant ReceivedTo)
{
    /// <summary>Of one lot, each of its receipts.</summary>
    public static IReadOnlyList<WeighedTwice> Of(LotFacts lot) =>
    [
        .. from each in lot.Of<LotReceived>().DistinctBy(receipt => receipt.Fact.Custody)
           from compared in ComparedLot.Of([lot], [each.Fact.Custody])
           select new WeighedTwice(
               lot.Lot, compared.Receipt.Sequence, compared.LastSent.Sequence, compared.Receipt.Custody, compared.Receiver,
               new(compared.Sent, compared.LastSent.RecordedBy, compared.SentOn, compared.LastSent.Interval.Start),
               new(compared.Received, compared.Receipt.RecordedBy, compared.ReceivedOn, compared.Receipt.Interval.Start),
               compared.SentFacts.Count, compared.Receipt.Interval.End),
    ];

    /// <summary>The scales that were named.</summary>
    public IEnumerable<ScaleId> Scales => new[] { Sent.On, Received.On }.OfType<ScaleId>();
}

/// <summary>What a party took in during a year and the year before it, of lots that both sides measured.</summary>
/// <param name="Weighed">In any order.</param>
/// <param name="Scales">The streams of the scales that are named, as far as they count, sorted.</param>
public sealed record ReceiptHistoryFacts(
    string Subject, IReadOnlyList<WeighedTwice> Weighed, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> Scales)
{
    /// <summary>How its subjects begin.</summary>
    public const string Kind = "receipt-history:";

    /// <summary>By sequence, the facts of lots that something is said of: they are its evidence.</summary>
    public IReadOnlyDictionary<long, Fact> Evidence { get; init; } = new Dictionary<long, Fact>();

    /// <summary>Whose receipts they are.</summary>
    public PartyId Receiver => ReceiverOf(Subject)!.Value;

    /// <summary>The year whose receipts are judged; the year before it tells what is usual.</summary>
    public int Year => YearOf(Subject);

    public static string SubjectOf(PartyId receiver, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}{receiver}/{year:0000}");

    /// <summary>The party a subject is about; null where it is another kind of subject.</summary>
    public static PartyId? ReceiverOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) ? new(subject[Kind.Length..subject.LastIndexOf('/')]) : null;

    public static int YearOf(string subject) => int.Parse(subject.AsSpan(subject.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    /// <summary>When the receipts of a subject began: the first bound is included, the second is not. In UTC.</summary>
    public static (Instant From, Instant To) SpanOf(string subject) =>
        (Instant.FromUtc(YearOf(subject) - 1, 1, 1, 0, 0), Instant.FromUtc(YearOf(subject) + 1, 1, 1, 0, 0));

    /// <summary>The subjects that look at receipts of this lot, whether they count or not.</summary>
    public static IEnumerable<string> SubjectsOf(LotFacts lot) => lot.Facts.Concat(lot.Corrected)
        .Where(fact => fact.Event is LotReceived)
        .SelectMany(fact => SubjectsOf(((LotReceived)fact.Event).Receiver, fact.Interval.Start)).Distinct();

    /// <summary>Whatever is received in a year is looked at in the year after it too.</summary>
    public static IEnumerable<string> SubjectsOf(PartyId receiver, Instant received) =>
        [SubjectOf(receiver, received.InUtc().Year), SubjectOf(receiver, received.InUtc().Year + 1)];
}
