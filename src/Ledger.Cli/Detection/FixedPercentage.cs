using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using Ledger.Rules.Facts;
using Ledger.Rules.Judging;
using NodaTime;

namespace Ledger.Cli.Detection;

/// <summary>What a fixed percentage is laid on.</summary>
internal enum FixedMeasure
{
    /// <summary>What a holder's runs gave in a month more than went in, percent.</summary>
    RunGain,

    /// <summary>What they gave less.</summary>
    RunLoss,

    /// <summary>By how much a delivery weighed more than its sale said, percent: the month's largest.</summary>
    ReceiptGain,
}

/// <summary>What a holder's month shows to somebody who compares sums and knows no uncertainty.</summary>
/// <param name="Month">The month's number, from 0.</param>
/// <param name="Pct">Percent; dry mass where every line has a moisture, else as weighed.</param>
internal sealed record FixedReading(FixedMeasure Measure, string Holder, int Month, double Pct);

/// <summary>The rule everybody has: more than so many percent is too much.</summary>
internal static class FixedPercentage
{
    public static IReadOnlyList<FixedReading> Read(RecordBook book) => [.. Runs(book), .. Receipts(book)];

    private static IEnumerable<FixedReading> Runs(RecordBook book)
    {
        var closed = from id in book.Runs
                     let run = book.Facts.Run(id)
                     where run.IsClosed
                     let last = run.Parts[^1]
                     let balance = RunBalance.Of(run, book.Facts.Settings)
                     group balance by (Holder: last.Part.Holder.Value, Month: MonthOf(last.Fact)) into month
                     select month;
        foreach (var month in closed)
        {
            var (input, output) = ((double)month.Sum(run => run.InputKg), (double)month.Sum(run => run.OutputKg));
            if (input == 0) continue;
            yield return new(FixedMeasure.RunGain, month.Key.Holder, month.Key.Month, Pct(output, input));
            yield return new(FixedMeasure.RunLoss, month.Key.Holder, month.Key.Month, -Pct(output, input));
        }
    }

    private static IEnumerable<FixedReading> Receipts(RecordBook book)
    {
        var readings = from subject in book.Transfers
                       let counted = book.Facts.Stream(subject).Where(fact => book.Facts.Effectiveness.IsEffective(fact.Custody)).ToList()
                       let sold = counted.Select(fact => fact.Event).OfType<SaleAgreed>().FirstOrDefault()
                       let receipt = counted.Find(fact => fact.Event is DeliveryReceived)
                       where sold is not null && receipt is not null
                       let received = (DeliveryReceived)receipt.Event
                       where received.Lots.Count == sold.Lots.Count
                       let stated = (double)sold.Lots.Sum(item => item.NetKg?.Kg ?? 0)
                       where stated > 0
                       select new FixedReading(
                           FixedMeasure.ReceiptGain, received.Receiver.Value, MonthOf(receipt),
                           Pct((double)received.Lots.Sum(item => item.NetKg?.Kg ?? 0), stated));
        return readings.GroupBy(reading => (reading.Holder, reading.Month)).Select(month => month.MaxBy(reading => reading.Pct)!);
    }

    private static int MonthOf(Fact fact) =>
        Period.Between(DetectionCell.Start, fact.Event.When.EventTime.Date, PeriodUnits.Months).Months;

    private static double Pct(double now, double before) => Math.Round(100 * ((now / before) - 1), 2);
}
