using System.Globalization;
using Ledger.Api.Pages.House;
using NodaTime;

namespace Ledger.Api.Pages.Balance;

/// <summary>One series of a chart: a value a month, drawn as a line.</summary>
/// <param name="Look">How it is drawn.</param>
/// <param name="HasPoints">Each month is a point; else it is a limit.</param>
public sealed record PlotLine(IReadOnlyList<decimal> Values, string Look, bool HasPoints = true);

/// <summary>The geometry of a chart over months: what is drawn where. All numbers are SVG user units of its view box.</summary>
public sealed class Plot
{
    public const int Width = 640;
    public const int Height = 330;

    /// <summary>Where labels of values end, and where those of months stand.</summary>
    public const int LabelEnd = Left - 12, LabelFoot = 310;

    private const int Left = 104;
    private const int Right = 632;
    private const int Top = 22;
    private const int Bottom = 270;
    private const int MostLabels = 4;
    private const int Steps = 6;
    private const decimal Headroom = 0.06m;
    private const decimal BarShare = 0.56m;

    private readonly int _count;
    private readonly decimal _low, _high;

    /// <param name="count">Months, at least one.</param>
    /// <param name="values">All that must be seen; nought always is.</param>
    public Plot(int count, IEnumerable<decimal> values)
    {
        List<decimal> all = [0, .. values];
        var room = Math.Max((all.Max() - all.Min()) * Headroom, 0.01m);
        (_count, _low, _high) = (count, all.Min() < 0 ? all.Min() - room : 0, all.Max() + room);
    }

    /// <summary>Round values that lie on the axis, nought among them.</summary>
    public IEnumerable<(decimal Value, string Y)> Ticks()
    {
        var step = StepOf((_high - _low) / Steps);
        for (var value = Math.Ceiling(_low / step) * step; value <= _high; value += step) yield return (value, Svg.Number(Y(value)));
    }

    /// <summary>Months that are named on the axis.</summary>
    public IEnumerable<(int Index, string X)> Named()
    {
        var every = (_count + MostLabels - 1) / MostLabels;
        for (var index = 0; index < _count; index += every) yield return (index, Svg.Number(X(index)));
    }

    public string Nought => Svg.Number(Y(0));

    public string Across(decimal value) => $"M{Left} {Svg.Number(Y(value))}H{Right}";

    /// <summary>A bar from nought to the value.</summary>
    public (string X, string Y, string Width, string Height) Bar(int index, decimal value)
    {
        var (top, bottom) = (Y(Math.Max(value, 0)), Y(Math.Min(value, 0)));
        var width = Math.Min(Slot * BarShare, 40);
        return (Svg.Number(X(index) - (width / 2)), Svg.Number(top), Svg.Number(width), Svg.Number(Math.Max(bottom - top, 1)));
    }

    /// <summary>What lies as far from nought as each month's value, on both sides, in steps.</summary>
    public string Band(IReadOnlyList<decimal> halves)
    {
        var up = halves.Index().Select(each => $"V{Svg.Number(Y(each.Item))}H{Svg.Number(Left + (Slot * (each.Index + 1)))}");
        var down = halves.Index().Reverse().Select(each => $"V{Svg.Number(Y(-each.Item))}H{Svg.Number(Left + (Slot * each.Index))}");
        return $"M{Left} {Nought}{string.Concat(up)}{string.Concat(down)}Z";
    }

    public string Line(IReadOnlyList<decimal> values) =>
        "M" + string.Join('L', values.Index().Select(each => $"{Svg.Number(X(each.Index))} {Svg.Number(Y(each.Item))}"));

    public IEnumerable<(string X, string Y)> Points(IReadOnlyList<decimal> values) =>
        values.Index().Select(each => (Svg.Number(X(each.Index)), Svg.Number(Y(each.Item))));

    /// <summary>A triangle that points at a month from above.</summary>
    public string Pointer(int index)
    {
        var x = X(index);
        return $"M{Svg.Number(x - 9)} 0H{Svg.Number(x + 9)}L{Svg.Number(x)} 15Z";
    }

    /// <summary>A month as the axis names it.</summary>
    public static string NameOf(LocalDate month) => month.ToString("MM/uuuu", CultureInfo.InvariantCulture);

    private decimal Slot => (Right - Left) / (decimal)_count;

    private decimal X(int index) => Left + (Slot * (index + 0.5m));

    private decimal Y(decimal value) => Bottom - ((Math.Clamp(value, _low, _high) - _low) / (_high - _low) * (Bottom - Top));

    // 1, 2 or 5 times a power of ten, not less than asked for.
    private static decimal StepOf(decimal least)
    {
        var power = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)least)));
        return power * ((decimal[])[1, 2, 5, 10]).First(times => power * times >= least);
    }
}
