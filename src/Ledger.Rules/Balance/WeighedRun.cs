using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>How the lines of a sheet, and heaps that were counted, are taken: in dry mass, or as mass of an analyte.</summary>
/// <param name="Weigh">Null where the line does not state what it takes.</param>
internal sealed record Measure(string Matter, Func<RunLine, RuleSettings, Quantity?> Weigh)
{
    public static readonly Measure Dry = new(HolderBalance.DryMatter, (line, settings) => line.Dry(settings));

    public static Measure Of(string analyte) => new(analyte, (line, settings) => line.Contained(analyte, settings));
}

/// <summary>A line of a sheet, weighed.</summary>
/// <param name="Mass">Null where the line does not state what the measure takes.</param>
internal sealed record WeighedLine(Fact Sheet, string? Facility, RunLine Line, Quantity? Mass);

/// <summary>A run as its sheets weigh it.</summary>
/// <param name="Month">The month it counts in: that of its last sheet.</param>
/// <param name="Coverage">How far chance is taken to reach, in sigma.</param>
internal sealed record WeighedRun(RunFacts Run, YearMonth Month, IReadOnlyList<WeighedLine> Lines, double Coverage)
{
    /// <param name="heaps">Readings of these are used again when the next reading takes their place.</param>
    public static WeighedRun Of(RunFacts run, Measure measure, IReadOnlySet<LotId> heaps, RuleSettings settings)
    {
        var numbers = settings.At(run.Sheets);
        return new(run, HolderBalanceFacts.MonthOf(run),
        [
            .. from part in run.Parts
               from line in RunLine.Of(part.Part).Index()
               select new WeighedLine(part.Fact, part.Part.Facility, line.Item, MassOf(line.Item, part.Fact, line.Index)),
        ], (double)numbers.Coverage);

        Quantity? MassOf(RunLine line, Fact sheet, int index)
        {
            var mass = measure.Weigh(line, numbers);
            var isOfHeap = line.Lot is { } lot && heaps.Contains(lot);
            return isOfHeap ? mass?.ReadAs(FormattableString.Invariant($"{sheet.Custody}/{index}")) : mass;
        }
    }

    /// <summary>What went in and came out, heaps and all.</summary>
    public RunSides Sides { get; } = new(SumOf(Lines, isOutput: false), SumOf(Lines, isOutput: true));

    public static Quantity SumOf(IEnumerable<WeighedLine> lines, bool isOutput) =>
        Quantity.Sum(lines.Where(line => line.Line.IsOutput == isOutput).Select(line => line.Mass).OfType<Quantity>());
}
