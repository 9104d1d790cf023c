using System.Globalization;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>A closed run by weights alone: all that a comparison of plants needs of it.</summary>
/// <param name="Sequence">Of the newest of its sheets.</param>
/// <param name="Month">The month it counts in: that of its last sheet.</param>
/// <param name="Operations">What was done, <c>Washing</c> or <c>Washing+Drying</c>: runs are compared with those that did the same.</param>
/// <param name="InKg">As weighed, and more than nothing.</param>
/// <param name="OutKg">As weighed, weighed losses among it.</param>
/// <param name="Lines">How many were weighed.</param>
/// <param name="Squares">The sum of the squares of all lines. Unit: kg squared.</param>
/// <param name="GuessedSquares">Of those that were estimated or copied.</param>
public sealed record RunMass(
    RunId Run, long Sequence, PartyId Holder, YearMonth Month, string Operations, double InKg, double OutKg, int Lines, double Squares,
    double GuessedSquares)
{
    /// <summary>
    /// Null where the run is not closed, is of several holders, or nothing is known to have gone in; and where every line states its
    /// moisture: then dry masses tell more than a comparison does.
    /// </summary>
    public static RunMass? Of(RunFacts run)
    {
        if (!run.IsClosed || run.Holders is not [var holder]) return null;
        List<(Mass Net, WeighingMethod Method, Pct? Moisture)> lines =
        [
            .. run.Inputs.Select(line => (line.NetKg, line.Method, line.MoisturePct)),
            .. run.Outputs.Select(line => (line.NetKg, line.Method, line.MoisturePct)),
        ];
        var input = run.Inputs.Sum(line => line.NetKg.Kg);
        if (input <= 0 || lines.TrueForAll(line => line.Moisture is not null)) return null;
        return new(
            run.Run, run.Sheets.Max(sheet => sheet.Sequence), holder, HolderBalanceFacts.MonthOf(run), RunOperations.NameOf(run),
            (double)input, (double)(run.Outputs.Sum(line => line.NetKg.Kg) + run.Parts.Sum(part => part.Part.MeasuredLossKg?.Kg ?? 0)),
            lines.Count(IsWeighed), lines.Sum(Square), lines.Where(line => !IsWeighed(line)).Sum(Square));

        static bool IsWeighed((Mass Net, WeighingMethod Method, Pct? Moisture) line) => line.Method == WeighingMethod.Measured;
        static double Square((Mass Net, WeighingMethod Method, Pct? Moisture) line) => (double)(line.Net.Kg * line.Net.Kg);
    }
}

/// <summary>All holders' runs by weights alone, of a year and the one before it.</summary>
/// <param name="Runs">In any order.</param>
public sealed record RunMonthsFacts(int Year, IReadOnlyList<RunMass> Runs)
{
    /// <summary>How its subjects begin.</summary>
    public const string Kind = "run-months:";

    /// <summary>The runs that something is said of, whole: their sheets are its evidence.</summary>
    public IReadOnlyDictionary<RunId, RunFacts> Evidence { get; init; } = new Dictionary<RunId, RunFacts>();

    public string Subject => SubjectOf(Year);

    /// <summary><c>run-months:2026</c></summary>
    public static string SubjectOf(int year) => string.Create(CultureInfo.InvariantCulture, $"{Kind}{year:0000}");

    /// <summary>The year a subject is about; null where it is another kind of subject.</summary>
    public static int? YearOf(string subject) => subject.StartsWith(Kind, StringComparison.Ordinal)
        && int.TryParse(subject.AsSpan(Kind.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    /// <summary>The first and the last month of which runs are looked at.</summary>
    public static (YearMonth First, YearMonth Last) SpanOf(int year) => (new(year - 1, 1), new(year, 12));
}
