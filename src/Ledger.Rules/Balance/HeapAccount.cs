using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Rules.Balance;

/// <summary>A count that found something else than the readings before it say.</summary>
/// <param name="Gain">What was found less what was there by the readings. Unit: kg.</param>
/// <param name="FoundKg">What was found; 0 where the heap was used up.</param>
/// <param name="Coverage">How far chance is taken to reach, in sigma.</param>
internal sealed record StockGain(Fact Count, Quantity Gain, double FoundKg, double Coverage)
{
    public YearMonth Month => FactKeys.MonthOf(Count);
}

/// <summary>
/// One heap: what runs put on it and took from it, what counts found, and that it left. Between counts it stands at its readings, so
/// that every reading enters where it is made and leaves where the next one takes its place.
/// </summary>
internal sealed class HeapAccount
{
    private readonly LotId _heap;
    private readonly PartyId _holder;
    private readonly Measure _measure;
    private readonly RuleSettings _settings;
    private readonly SortedDictionary<YearMonth, Quantity> _closings = [];
    private Quantity _book = Quantity.Zero;
    private RunLine? _lastLine;
    private string? _facility;
    private bool _isKnown;

    private HeapAccount(LotId heap, PartyId holder, Measure measure, RuleSettings settings) =>
        (_heap, _holder, _measure, _settings) = (heap, holder, measure, settings);

    public List<StockGain> Gains { get; } = [];

    /// <summary>What came from nowhere the runs tell of, when it was first counted.</summary>
    public List<(YearMonth Month, Quantity Mass)> Found { get; } = [];

    /// <summary>What left by another way than a run: sold, packed under a tag, sampled, reported lost.</summary>
    public List<(YearMonth Month, Quantity Mass)> Left { get; } = [];

    /// <summary>Lines of sheets that put something on the heap, or took from it.</summary>
    public List<WeighedLine> Lines { get; } = [];

    /// <param name="lines">Those that name it.</param>
    /// <param name="holder">Whose it is.</param>
    /// <param name="counts">The holder's.</param>
    /// <param name="known">Its own records.</param>
    public static HeapAccount Of(
        LotId heap, PartyId holder, IReadOnlyList<WeighedLine> lines, IReadOnlyList<(Fact Fact, StockCounted Count)> counts,
        LotFacts? known, Measure measure, RuleSettings settings)
    {
        var account = new HeapAccount(heap, holder, measure, settings);
        List<(Fact Fact, Instant At, int Rank, Action Take)> steps =
        [
            .. lines.Select(line => (line.Sheet, line.Sheet.Interval.Start, line.Line.IsOutput ? 0 : 2, (Action)(() => account.Run(line)))),
            .. counts.Select(count => (count.Fact, TimeOf(count.Fact, lines), 1,
                (Action)(() => account.Count(count.Fact, count.Count)))),
            .. (known?.Facts ?? []).Select(fact => (fact, fact.Interval.Start, 3, (Action)(() => account.Leave(fact)))),
        ];
        foreach (var (fact, _, _, take) in steps.OrderBy(step => step.At).ThenBy(step => step.Rank).ThenBy(step => step.Fact))
        {
            take();
            account._closings[FactKeys.MonthOf(fact)] = account._book;
        }

        return account;
    }

    /// <summary>What is there at the end of a month.</summary>
    public Quantity ClosingOf(YearMonth month)
    {
        var closing = Quantity.Zero;
        foreach (var (at, book) in _closings)
        {
            if (at > month) break;
            closing = book;
        }

        return closing;
    }

    // A count and a sheet of the same hours: what was put on the heap was there to be counted.
    private static Instant TimeOf(Fact count, IReadOnlyList<WeighedLine> lines) => lines
        .Where(line => line.Line.IsOutput && line.Sheet.Interval.Start < count.Interval.End).Select(line => line.Sheet.Interval.Start)
        .Append(count.Interval.Start).Max();

    private void Run(WeighedLine line)
    {
        if (line.Mass is not { } mass || (!_isKnown && !line.Line.IsOutput)) return;
        (_isKnown, _lastLine) = (true, line.Line);
        _facility ??= line.Facility;
        _book += line.Line.IsOutput ? mass : -mass;
        Lines.Add(line);
    }

    private void Count(Fact fact, StockCounted count)
    {
        if (ReadingIn(fact, count) is not { } found) return;
        var month = FactKeys.MonthOf(fact);
        if (_isKnown) Gains.Add(new(fact, found - _book, found.Kg, (double)_settings.At(fact).Coverage));
        else Found.Add((month, found));
        (_isKnown, _book) = (true, found);
    }

    // What the count says of it; null where it says nothing. What a complete count does not list was not there.
    private Quantity? ReadingIn(Fact fact, StockCounted count)
    {
        if (count.Heaps.FirstOrDefault(each => each.Lot == _heap) is { } heap)
            return Weigh(fact, heap.NetKg, heap.Method, heap.MoisturePct, heap.Analytes);
        if (count.Lots.FirstOrDefault(each => each.Lot.LotId == _heap) is { } lot)
            return !lot.Seen ? Quantity.Zero : lot.NetKg is { } net ? Weigh(fact, net, lot.Method ?? WeighingMethod.CopiedFromSheet) : null;
        var isCovered = count.Complete && (count.Facility is null || count.Facility == _facility);
        return isCovered && _isKnown && !ReferenceEquals(_book, Quantity.Zero) ? Quantity.Zero : null;
    }

    // Its moisture and grade, where they are not stated, are what they were on its last sheet.
    private Quantity? Weigh(Fact fact, Mass net, WeighingMethod method, Pct? moisture = null, IReadOnlyList<Analyte>? analytes = null)
    {
        var line = new RunLine(
            _holder, fact.Event.When.EventTime.Date, _lastLine?.Operation ?? RunOperation.Other, IsOutput: true, _heap, net, method,
            moisture ?? _lastLine?.MoisturePct, analytes ?? _lastLine?.Analytes);
        return _measure.Weigh(line, _settings.At(fact))?.ReadAs(FormattableString.Invariant($"{fact.Custody}/{_heap}"));
    }

    private void Leave(Fact fact)
    {
        if (!_isKnown || ReferenceEquals(_book, Quantity.Zero)) return;
        var month = FactKeys.MonthOf(fact);
        if (PartOf(fact) is { } part && Weigh(fact, part, WeighingMethod.Measured) is { } taken)
        {
            Left.Add((month, taken));
            _book -= taken;
        }
        else if (IsGone(fact.Event))
        {
            Left.Add((month, _book));
            (_isKnown, _book) = (false, Quantity.Zero);
        }
    }

    private static Mass? PartOf(Fact fact) => fact.Event switch
    {
        LotSampled sampled => sampled.NetKg,
        LotLost lost => lost.NetKg,
        _ => null,
    };

    // Under a tag it is an item.
    private bool IsGone(CustodyLedgerEvent told) => told switch
    {
        LotTagged or LotDispatched or LotConsigned or LotExported or LotSmelted or LotLost => true,
        LotReceived received => received.Receiver != _holder,
        LotConsumed consumed => consumed.Holder != _holder,
        _ => false,
    };
}
