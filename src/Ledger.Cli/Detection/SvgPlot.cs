using System.Globalization;
using System.Net;
using System.Text;

namespace Ledger.Cli.Detection;

/// <summary>A plot as an SVG text that needs no script: axes from 0, lines with intervals, bars.</summary>
internal sealed class SvgPlot
{
    private const double Width = 720, Height = 400, Left = 70, Right = 20, Top = 40, Bottom = 50;
    private const int Ticks = 5;
    private readonly StringBuilder _body = new();
    private readonly double _maxX, _maxY;
    private int _legends;

    public SvgPlot(string title, string across, string up, double maxX, double maxY, bool hasScaleY = true)
    {
        (_maxX, _maxY) = (maxX, maxY);
        Text(Left, 22, title, "font-weight='bold'");
        Text((Left + Width - Right) / 2, Height - 10, across, "text-anchor='middle'");
        var half = (Top + Height - Bottom) / 2;
        Text(14, half, up, Invariant($"text-anchor='middle' transform='rotate(-90 14 {half:0.#})'"));
        Stroke(0, 0, maxX, 0, "#333");
        Stroke(0, 0, 0, maxY, "#333");
        for (var tick = 1; tick <= Ticks; tick++)
        {
            var (x, y) = (maxX * tick / Ticks, maxY * tick / Ticks);
            Text(X(x), Y(0) + 18, Invariant($"{x:0.###}"), "text-anchor='middle' fill='#555'");
            if (!hasScaleY) continue;
            Text(Left - 8, Y(y) + 4, Invariant($"{y:0.###}"), "text-anchor='end' fill='#555'");
            Stroke(0, y, maxX, y, "#ddd");
        }
    }

    /// <summary>A line through points with their intervals.</summary>
    public void Line(string name, string colour, bool isDashed, IEnumerable<(double X, double Y, double Low, double High)> points)
    {
        var all = points.ToList();
        if (all.Count == 0) return;
        var style = isDashed ? " stroke-dasharray='6 4'" : "";
        var path = string.Join(' ', all.Select(point => Invariant($"{X(point.X):0.#},{Y(point.Y):0.#}")));
        _body.Append(Invariant($"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2'{style}/>\n"));
        foreach (var (x, y, low, high) in all)
        {
            Stroke(x, low, x, high, colour);
            _body.Append(Invariant($"<circle cx='{X(x):0.#}' cy='{Y(y):0.#}' r='3' fill='{colour}'/>\n"));
        }

        var row = Y(0) - 12 - (16 * _legends++);
        var ends = Invariant($"x1='{Width - 250:0.#}' y1='{row - 4:0.#}' x2='{Width - 220:0.#}' y2='{row - 4:0.#}'");
        _body.Append(Invariant($"<line {ends} stroke='{colour}' stroke-width='2'{style}/>\n"));
        Text(Width - 214, row, name, "");
    }

    /// <summary>A row with its middle and interval.</summary>
    public void Bar(string name, double row, double low, double middle, double high)
    {
        Stroke(low, row, high, row, "#1b6e8c", 6);
        _body.Append(Invariant($"<circle cx='{X(middle):0.#}' cy='{Y(row):0.#}' r='5' fill='#123f50'/>\n"));
        Text(Left + 6, Y(row) - 6, name, "fill='#333'");
    }

    public void Upright(double x) => Stroke(x, 0, x, _maxY, "#b4541a");

    public override string ToString() => Invariant(
        $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'>\n")
        + Invariant($"<rect width='{Width}' height='{Height}' fill='#fff'/>\n{_body}</svg>\n");

    private void Stroke(double fromX, double fromY, double toX, double toY, string colour, int width = 1) => _body.Append(Invariant(
        $"<line x1='{X(fromX):0.#}' y1='{Y(fromY):0.#}' x2='{X(toX):0.#}' y2='{Y(toY):0.#}' stroke='{colour}' stroke-width='{width}'/>\n"));

    private void Text(double x, double y, string text, string style) =>
        _body.Append(Invariant($"<text x='{x:0.#}' y='{y:0.#}' {style}>{WebUtility.HtmlEncode(text)}</text>\n"));

    private double X(double value) => Left + (value / _maxX * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (value / _maxY * (Height - Top - Bottom));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
