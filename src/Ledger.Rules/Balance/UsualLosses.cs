using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Numerics;

namespace Ledger.Rules.Balance;

/// <summary>
/// What a holder's runs lost beyond what its earlier runs of the same operations lost. Every plant loses something that nobody weighs, and
/// each its own share: the median of the year before tells it, or of the months before where that year has too few runs, and their scatter
/// how sure that is. A year of its own losses must not make itself look usual.
/// </summary>
internal static class UsualLosses
{
    /// <summary>So many earlier runs tell what is usual; of fewer nothing is said.</summary>
    public const int RunsThatTell = 12;

    // Of a normal distribution, in sigma of the mean.
    private const double SigmaOfMedian = 1.2533;

    /// <summary>The months of which it is known what is usual, with what they lost beyond it.</summary>
    public static TestedMonths Of(PartyId holder, IReadOnlyList<HolderMonth> months)
    {
        var history = new List<(string Operations, int Year, double Share)>();
        var (known, amounts) = (new List<HolderMonth>(), new List<Quantity>());
        foreach (var month in months)
        {
            var expected = month.Weighed.Select(run => Usual(holder, run, history)).ToList();
            if (expected.TrueForAll(usual => usual is not null))
            {
                known.Add(month);
                amounts.Add(Quantity.Sum(expected.OfType<Quantity>()) - month.Counted - (Quantity.Zero with { Kg = WeighedKg(month) }));
            }

            foreach (var run in month.Weighed.Where(run => run.Sides.Input.Kg > 0))
            {
                history.Add((RunOperations.NameOf(run.Run), run.Month.Year, (run.Sides.Gain.Kg + WeighedLossKg(run)) / run.Sides.Input.Kg));
            }
        }

        return TestedMonths.Of(known, amounts);
    }

    /// <summary>Losses of its runs that were weighed. Unit: kg dry.</summary>
    public static double WeighedKg(HolderMonth month) => month.Weighed.Sum(WeighedLossKg);

    // Negative: a gain of less than nothing.
    private static Quantity? Usual(PartyId holder, WeighedRun run, IReadOnlyList<(string Operations, int Year, double Share)> history)
    {
        if (run.Sides.Input.Kg <= 0) return Quantity.Zero;
        var name = RunOperations.NameOf(run.Run);
        var alike = history.Where(each => each.Operations == name).ToList();
        var yearBefore = alike.FindAll(each => each.Year < run.Month.Year);
        List<double> before = [.. (yearBefore.Count < RunsThatTell ? alike : yearBefore).Select(each => each.Share)];
        if (before.Count < RunsThatTell) return null;
        var (input, median) = (run.Sides.Input.Kg, RobustStatistics.Median(before));
        var scatter = RobustStatistics.Sigma(before);
        return new(median * input, Math.Pow(scatter * input, 2), new Dictionary<ErrorSource, double>
        {
            [new(ErrorSource.UsualLoss, $"{holder}/{name}", 0, 1)] = SigmaOfMedian * scatter / Math.Sqrt(before.Count) * input,
        });
    }

    // As wet as what went in.
    private static double WeighedLossKg(WeighedRun run)
    {
        var (wet, loss) = (run.Lines.Where(line => !line.Line.IsOutput).Sum(line => line.Line.NetKg.Grams / 1000.0),
            run.Run.Parts.Sum(part => (part.Part.MeasuredLossKg?.Grams ?? 0) / 1000.0));
        return wet > 0 ? loss * run.Sides.Input.Kg / wet : 0;
    }
}
