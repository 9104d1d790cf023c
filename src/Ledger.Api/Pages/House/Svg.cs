using System.Globalization;
using System.Numerics;

namespace Ledger.Api.Pages.House;

/// <summary>Numbers and outlines as drawings have them.</summary>
internal static class Svg
{
    /// <summary>To a tenth of a user unit, which is less than a pixel.</summary>
    public static string Number<T>(T units)
        where T : INumber<T> => units.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A ribbon from one place to another: where its upper edge begins and ends, and how thick it is.</summary>
    public static string Ribbon<T>(T left, T from, T right, T to, T thick)
        where T : INumber<T>
    {
        var middle = Number((left + right) / (T.One + T.One));
        return $"M{Number(left)} {Number(from)}C{middle} {Number(from)} {middle} {Number(to)} {Number(right)} {Number(to)}"
            + $"V{Number(to + thick)}"
            + $"C{middle} {Number(to + thick)} {middle} {Number(from + thick)} {Number(left)} {Number(from + thick)}Z";
    }

    /// <summary>A name as far as there is room: the end of an id tells lots apart, its beginning is whose they are.</summary>
    public static string Short(string name, int letters) =>
        name.Length <= letters ? name : string.Concat(name.AsSpan(0, 6), "…", name.AsSpan(name.Length - letters + 7));
}
