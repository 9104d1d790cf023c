using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Balance;

/// <summary>
/// Something that is wrong by one amount wherever it had a hand: a plant's scale until it is calibrated again, the moisture of a
/// season. Two sources are independent of each other; one source is fully shared by everything that leans on it.
/// </summary>
/// <param name="Kind">What it is, without whose and when: <c>scale</c>.</param>
/// <param name="Of">Whose, or which.</param>
/// <param name="Epoch">For how long it is wrong by one amount: a number of half years, quarters, or 0 for always.</param>
/// <param name="Sigma">1 sigma, as a fraction: 0.003 for 0.3 %.</param>
public readonly record struct ErrorSource(string Kind, string Of, int Epoch, double Sigma)
{
    /// <summary>What one single reading has for itself.</summary>
    public const string SingleReading = "single-readings";

    /// <summary>How surely it is known what a plant usually loses.</summary>
    public const string UsualLoss = "usual-loss";

    /// <summary>A scale, a meter or the weather, that may be off by one amount for a time.</summary>
    public bool IsInstrument => Kind is not (SingleReading or UsualLoss);

    // Looked up for every line of every sheet: whose and when tell them apart but for a handful of kinds.
    public override int GetHashCode() => HashCode.Combine(string.GetHashCode(Of, StringComparison.Ordinal), Epoch, Kind.Length);
}

/// <summary>
/// A mass that is not known exactly: its value, the variance nobody shares with it, and by how much it changes with each shared
/// source (its loadings). Sums and differences keep all three, so that what is shared cancels or adds up by itself (GUM, JCGM
/// 100:2008, 5.2).
/// </summary>
/// <param name="Kg">Unit: kg, of whatever is counted: wet, dry, metal.</param>
/// <param name="OwnVariance">Unit: kg squared.</param>
/// <param name="Loadings">Unit: kg for a source that is wrong by 1 (by 100 %).</param>
public sealed record Quantity(double Kg, double OwnVariance, IReadOnlyDictionary<ErrorSource, double> Loadings)
{
    public static readonly Quantity Zero = new(0, 0, new Dictionary<ErrorSource, double>());

    /// <summary>Unit: kg squared.</summary>
    public double Variance => OwnVariance + Loadings.Sum(SharedVariance);

    /// <summary>1 sigma, kg.</summary>
    public double Sigma => Math.Sqrt(Variance);

    public static Quantity operator -(Quantity quantity) => SumOf([(quantity, -1)]);

    public static Quantity operator -(Quantity left, Quantity right) => SumOf([(left, 1), (right, -1)]);

    public static Quantity operator +(Quantity left, Quantity right) => SumOf([(left, 1), (right, 1)]);

    /// <summary>A part of it: what it leans on is shared by all parts.</summary>
    public static Quantity operator *(Quantity quantity, double share) => new(
        quantity.Kg * share, quantity.OwnVariance * share * share,
        quantity.Loadings.ToDictionary(loading => loading.Key, loading => loading.Value * share));

    public static Quantity Sum(IEnumerable<Quantity> quantities) => SumOf(quantities.Select(each => (each, 1)));

    /// <summary>
    /// The same, with what it has for itself tied to the reading it comes from: where that reading is used again, it is the same error.
    /// </summary>
    public Quantity ReadAs(string reading) => OwnVariance == 0 ? this : new(Kg, 0, new Dictionary<ErrorSource, double>(Loadings)
    {
        [new(ErrorSource.SingleReading, reading, 0, Math.Sqrt(OwnVariance))] = 1,
    });

    /// <summary>Unit: kg squared. What both have for themselves is not shared.</summary>
    public double CovarianceWith(Quantity other) => Loadings.Sum(loading =>
        other.Loadings.TryGetValue(loading.Key, out var theirs) ? loading.Key.Sigma * loading.Key.Sigma * loading.Value * theirs : 0);

    /// <summary>What share of the variance each kind of source has, and <c>single-readings</c> what is left, largest first; sums to
    /// 1.</summary>
    public IReadOnlyList<(string Kind, double Share)> VarianceShares()
    {
        var variance = Variance;
        if (variance == 0) return [];
        return [.. Loadings.Select(loading => (loading.Key.Kind, Variance: SharedVariance(loading)))
            .Append((Kind: ErrorSource.SingleReading, Variance: OwnVariance))
            .GroupBy(part => part.Kind, part => part.Variance, (kind, parts) => (kind, parts.Sum() / variance))
            .OrderByDescending(share => share.Item2).ThenBy(share => share.Item1, StringComparer.Ordinal)];
    }

    internal IReadOnlyList<VarianceShare> StatedShares() =>
        [.. VarianceShares().Select(share => new VarianceShare(share.Kind, Rounding.Percent(share.Share)))];

    private static double SharedVariance(KeyValuePair<ErrorSource, double> loading) =>
        loading.Key.Sigma * loading.Key.Sigma * loading.Value * loading.Value;

    private static Quantity SumOf(IEnumerable<(Quantity Quantity, int Sign)> terms)
    {
        var (kg, own) = (0.0, 0.0);
        var loadings = new Dictionary<ErrorSource, double>();
        foreach (var (quantity, sign) in terms)
        {
            kg += sign * quantity.Kg;
            own += quantity.OwnVariance;
            foreach (var (source, loading) in quantity.Loadings)
                loadings[source] = loadings.GetValueOrDefault(source) + (sign * loading);
        }

        return new(kg, own, loadings);
    }
}
