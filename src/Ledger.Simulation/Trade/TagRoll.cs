using System.Globalization;
using Ledger.Domain.Values;

namespace Ledger.Simulation.Trade;

/// <summary>Tags of one kind handed to one place, used in the order of their numbers: seven digits, as one programme prints them.</summary>
internal sealed class TagRoll(string series, TagKind kind, int first)
{
    /// <summary>More than any place uses.</summary>
    public const int Length = 5_000;

    private int _used;

    public string Series { get; } = series;

    /// <summary>The next tag of the roll.</summary>
    public TagId Take() => new(Series, kind, NumberAt(_used++));

    /// <summary>The number of the tag at that place on the roll, from 0.</summary>
    public string NumberAt(int index) => Number(first + index);

    /// <summary>A tag's number as it is printed.</summary>
    public static string Number(int number) => number.ToString("0000000", CultureInfo.InvariantCulture);
}
