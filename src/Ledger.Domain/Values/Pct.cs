using System.Globalization;
using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

/// <summary>A percentage with at most 4 decimals: a grade on dry basis or a moisture on wet basis.</summary>
/// <param name="TenThousandths">Unit: 0.0001 percent.</param>
[JsonConverter(typeof(PctJsonConverter))]
public readonly record struct Pct(int TenThousandths) : IComparable<Pct>
{
    public static readonly Pct Zero;
    public static readonly Pct Hundred = new(1_000_000);

    /// <summary>Unit: percent, 0 to 100.</summary>
    public decimal Percent => TenThousandths / 10_000m;

    /// <summary>The percentage, or null when it has more than 4 decimals or lies outside 0 to 100.</summary>
    public static Pct? TryFromPercent(decimal percent)
    {
        if (percent is < 0 or > 100) return null;
        var scaled = percent * 10_000m;
        return decimal.Truncate(scaled) == scaled ? new Pct((int)scaled) : null;
    }

    public int CompareTo(Pct other) => TenThousandths.CompareTo(other.TenThousandths);
    public static bool operator <(Pct left, Pct right) => left.TenThousandths < right.TenThousandths;
    public static bool operator >(Pct left, Pct right) => left.TenThousandths > right.TenThousandths;
    public static bool operator <=(Pct left, Pct right) => left.TenThousandths <= right.TenThousandths;
    public static bool operator >=(Pct left, Pct right) => left.TenThousandths >= right.TenThousandths;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.####} %");
}
