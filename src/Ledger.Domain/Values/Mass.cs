using System.Globalization;
using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>
/// A mass, held as whole grams. On every wire and in storage it is kilograms with at most 3 decimals.
/// </summary>
/// <param name="Grams">Unit: gram. May be negative only as the result of a subtraction.</param>
[JsonConverter(typeof(MassJsonConverter))]
public readonly record struct Mass(long Grams) : IComparable<Mass>
{
    /// <summary>The largest mass a custody event may state: 1,000,000 kg, far above any lot of the programme.</summary>
    public static readonly Mass Largest = new(1_000_000_000);

    public static readonly Mass Zero;

    /// <summary>Unit: kilogram.</summary>
    public decimal Kg => Grams / 1000m;

    /// <summary>The mass of that many kilograms, or null when it has more than 3 decimals or does not fit.</summary>
    public static Mass? TryFromKg(decimal kg)
    {
        if (Math.Abs(kg) > Largest.Kg) return null;
        var grams = kg * 1000m;
        return decimal.Truncate(grams) == grams ? new Mass((long)grams) : null;
    }

    /// <summary>The mass of that many kilograms.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 3 decimals, or beyond <see cref="Largest"/>.</exception>
    public static Mass FromKg(decimal kg) =>
        TryFromKg(kg) ?? throw new ArgumentOutOfRangeException(nameof(kg), kg, "at most 3 decimals and 1,000,000 kg");

    public static Mass operator +(Mass left, Mass right) => new(left.Grams + right.Grams);
    public static Mass operator -(Mass left, Mass right) => new(left.Grams - right.Grams);
    public static bool operator <(Mass left, Mass right) => left.Grams < right.Grams;
    public static bool operator >(Mass left, Mass right) => left.Grams > right.Grams;
    public static bool operator <=(Mass left, Mass right) => left.Grams <= right.Grams;
    public static bool operator >=(Mass left, Mass right) => left.Grams >= right.Grams;

    public int CompareTo(Mass other) => Grams.CompareTo(other.Grams);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kg:0.###} kg");
}
