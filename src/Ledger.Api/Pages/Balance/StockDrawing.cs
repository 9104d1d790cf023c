using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Balance;

/// <summary>One stream into a month's stock, or out of it.</summary>
/// <param name="Key">What it is: opening, closing, gain, loss, others, or the code of a move.</param>
/// <param name="PartyId">Whom it came from or went to.</param>
/// <param name="Kg">More than nothing.</param>
public sealed record StockStream(string Key, string? PartyId, decimal Kg);

/// <summary>
/// A month's flow: what was there and what came in on the left, what left and what is there on the right, and between them how much went
/// through runs. Both sides are the same mass. All numbers are SVG user units of its view box.
/// </summary>
public sealed class StockDrawing
{
    public const int Width = 600;

    /// <summary>The bar in the middle, and where labels on both sides end and begin.</summary>
    public const int BarLeft = 284, BarWidth = 32, LeftLabel = Left - LabelGap, RightLabel = Right + LabelGap;

    /// <summary>So many of the largest letters have room beside it.</summary>
    public const int LabelLetters = 14;

    private const decimal Thickness = 220;
    private const int LeastSlot = 26;
    private const int Gap = 6;
    private const int Left = 200, Right = 400, LabelGap = 8;
    private const int MostParties = 4;

    private readonly decimal _total;

    public StockDrawing(StockAnswer month)
    {
        Sources = Streams(month, isIn: true);
        Sinks = Streams(month, isIn: false);
        _total = Math.Max(Sources.Sum(stream => stream.Kg), 0.001m);
        RunKg = -month.Flows.Where(flow => flow.Move is "consumed" or "consigned").Sum(flow => flow.Kg);
    }

    public IReadOnlyList<StockStream> Sources { get; }

    public IReadOnlyList<StockStream> Sinks { get; }

    /// <summary>What runs and consignments took.</summary>
    public decimal RunKg { get; }

    public decimal Height => Math.Max(Math.Max(HeightOf(Sources), HeightOf(Sinks)), Thickness);

    public string Top => Svg.Number((Height - Thickness) / 2);

    public static string Bar => Svg.Number(Thickness);

    /// <summary>The part of the bar that went through runs; all of it at most, since a run may take what another made.</summary>
    public string RunBar => Svg.Number(Thickness * Math.Min(1, RunKg / _total));

    public IEnumerable<(StockStream Stream, string Path, string LabelY)> DrawSources() => Draw(Sources, (outer, inner, thick) =>
        Svg.Ribbon(Left, outer, BarLeft, inner, thick));

    public IEnumerable<(StockStream Stream, string Path, string LabelY)> DrawSinks() => Draw(Sinks, (outer, inner, thick) =>
        Svg.Ribbon(BarLeft + BarWidth, inner, Right, outer, thick));

    private IEnumerable<(StockStream Stream, string Path, string LabelY)> Draw(
        IReadOnlyList<StockStream> streams, Func<decimal, decimal, decimal, string> outline)
    {
        var (slot, inner) = ((Height - HeightOf(streams)) / 2, (Height - Thickness) / 2);
        foreach (var stream in streams)
        {
            var (thick, room) = (ThicknessOf(stream), SlotOf(stream));
            yield return (stream, outline(slot + ((room - thick) / 2), inner, thick), Svg.Number(slot + (room / 2)));
            (slot, inner) = (slot + room + Gap, inner + thick);
        }
    }

    private decimal ThicknessOf(StockStream stream) => stream.Kg / _total * Thickness;

    private decimal SlotOf(StockStream stream) => Math.Max(ThicknessOf(stream), LeastSlot);

    private decimal HeightOf(IReadOnlyList<StockStream> streams) => streams.Sum(SlotOf) + (Gap * Math.Max(0, streams.Count - 1));

    private static IReadOnlyList<StockStream> Streams(StockAnswer month, bool isIn)
    {
        var flows = month.Flows.Where(flow => !IsInside(flow) && flow.Kg > 0 == isIn).Select(flow => flow with { Kg = Math.Abs(flow.Kg) })
            .OrderByDescending(flow => flow.Kg).ThenBy(flow => flow.PartyId, StringComparer.Ordinal).ToList();
        var others = flows.Where(flow => flow.PartyId is not null).Skip(MostParties).ToList();
        var gain = month.ProcessingKg + month.DifferenceKg;
        StockStream[] streams =
        [
            new(isIn ? "opening" : "closing", null, isIn ? month.OpeningKg : month.ClosingKg),
            .. flows.Except(others).Select(flow => new StockStream(flow.Move, flow.PartyId, flow.Kg)),
            new("others", null, others.Sum(flow => flow.Kg)),
            new(isIn ? "gain" : "loss", null, isIn ? gain : -gain),
        ];
        return [.. streams.Where(stream => stream.Kg > 0)];
    }

    // It stays with the party, in another form.
    private static bool IsInside(StockPartAnswer flow) =>
        flow.Move is "produced" or "composed" or "consumed" or "consigned" or "difference";
}
