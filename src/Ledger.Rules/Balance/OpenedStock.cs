using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>
/// What a holder has of opened material, beside its runs: heaps that its counts weigh. Bags and drums are items:
/// what is in them is not counted here, and enters with the run that opens them.
/// </summary>
internal sealed class OpenedStock
{
    private readonly IReadOnlyList<HeapAccount> _heaps;
    private readonly HashSet<WeighedLine> _inside;
    private readonly Dictionary<Fact, YearMonth> _closedIn;

    private OpenedStock(IReadOnlyList<HeapAccount> heaps, Dictionary<Fact, YearMonth> closedIn)
    {
        (_heaps, _closedIn) = (heaps, closedIn);
        _inside = heaps.SelectMany(heap => heap.Lines).ToHashSet<WeighedLine>(ReferenceEqualityComparer.Instance);
    }

    /// <param name="sequence">The closed runs that are balanced together.</param>
    /// <param name="others">The holder's other runs: not yet balanced, or balanced elsewhere, as those of other minerals are.</param>
    /// <param name="until">Months that ended by then.</param>
    public static OpenedStock Of(
        HolderBalanceFacts facts, IReadOnlyList<WeighedRun> sequence, IReadOnlyList<WeighedRun> others, Measure measure,
        RuleSettings settings, LocalDate until)
    {
        List<(Fact Fact, StockCounted Count)> counts = [.. facts.Of<StockCounted>().Where(count => IsOver(count.Fact, until))];
        if (counts.Count == 0) return new([], []);
        var isBalanced = others.ToLookup(run => run.Run.IsClosed && HolderBalance.IsPeriod(run.Month, facts.Year, until));
        var elsewhere = isBalanced[true].SelectMany(run => run.Lines).Select(line => line.Line.Lot)
            .OfType<LotId>().ToHashSet();
        var lines = sequence.Concat(isBalanced[false]).SelectMany(run => run.Lines)
            .Where(line => line.Line.Lot is not null && IsOver(line.Sheet, until))
            .ToLookup(line => line.Line.Lot!.Value);
        var own = sequence.SelectMany(run => run.Lines).Select(line => line.Line.Lot).OfType<LotId>().ToHashSet();
        var heaps = HolderBalanceFacts.HeapsIn(counts.Select(count => count.Fact), facts.Runs)
            .Where(heap => own.Contains(heap) && !elsewhere.Contains(heap) && lines[heap].All(line => line.Mass is not null))
            .OrderBy(heap => heap.Value, StringComparer.Ordinal)
            .Select(heap => HeapAccount.Of(
                heap, facts.Holder, [.. lines[heap]], counts, Cut(facts.Heaps.GetValueOrDefault(heap), until), measure, settings));
        return new([.. heaps], sequence.SelectMany(run => run.Run.Sheets.Select(sheet => (sheet, run.Month)))
            .ToDictionary(pair => pair.sheet, pair => pair.Month));
    }

    /// <summary>It puts something on a heap, or takes from one: nothing went in or came out.</summary>
    public bool IsInside(WeighedLine line) => _inside.Contains(line);

    public IEnumerable<StockGain> Gains => _heaps.SelectMany(heap => heap.Gains);

    public IEnumerable<(YearMonth Month, Quantity Mass)> Found => _heaps.SelectMany(heap => heap.Found);

    public IEnumerable<(YearMonth Month, Quantity Mass)> Left => _heaps.SelectMany(heap => heap.Left);

    /// <summary>On heaps at the end of a month, and in runs that are not closed by then.</summary>
    public Quantity ClosingOf(YearMonth month) => Quantity.Sum(_heaps.Select(heap => heap.ClosingOf(month)).Concat(
        from line in _inside
        where FactKeys.MonthOf(line.Sheet) <= month && (!_closedIn.TryGetValue(line.Sheet, out var closed) || closed > month)
        select line.Line.IsOutput ? -line.Mass! : line.Mass!));

    private static bool IsOver(Fact fact, LocalDate until) => HolderBalance.EndOf(FactKeys.MonthOf(fact)) <= until;

    private static LotFacts? Cut(LotFacts? lot, LocalDate until) =>
        lot is null ? null : lot with { Facts = [.. lot.Facts.Where(fact => IsOver(fact, until))] };
}
