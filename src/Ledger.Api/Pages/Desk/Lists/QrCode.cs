using System.Globalization;
using System.Text;
using QRCoder;

namespace Ledger.Api.Pages.Desk.Lists;

/// <summary>A QR code as one path: dark modules, a run of them a rectangle. It needs no style of its own.</summary>
/// <param name="Size">Modules along a side, the quiet zone with them.</param>
/// <param name="Path">Of an SVG, in modules.</param>
internal sealed record QrCode(int Size, string Path)
{
    /// <summary>Medium correction: a list that was folded and wetted still scans.</summary>
    public static QrCode Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (path, size) = (new StringBuilder(), code.ModuleMatrix.Count);
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var from = x;
                while (x < size && code.ModuleMatrix[y][x]) x++;
                if (x > from) path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }

        return new(size, path.ToString());
    }
}
