using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using NodaTime;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Balance;

/// <summary>
/// Masses as scales showed them, as quantities that know what they share: all that was read on one scale within one of its epochs has
/// one error, as it is believed to be at the last of those readings. Where nobody said which scale it was, it is taken for one of the
/// recorder's that nobody knows.
/// </summary>
internal sealed class ScaleReadings
{
    private readonly IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> _scales;
    private readonly RuleSettings _settings;
    private readonly Dictionary<(ScaleId, Instant), string> _epochs = [];
    private readonly Dictionary<(ScaleId, string Epoch), ScaleBias> _last = [];

    /// <param name="readings">When what was read on which scale.</param>
    /// <param name="scales">The streams of those scales as far as they count, sorted.</param>
    /// <param name="settings">As they hold for these readings.</param>
    public ScaleReadings(
        IEnumerable<(ScaleId On, Instant At)> readings, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        (_scales, _settings) = (scales, settings);
        foreach (var (on, at) in readings.Distinct().OrderBy(reading => reading.At))
        {
            var bias = ScaleTracker.At(FactsOf(on), at, settings);
            (_epochs[(on, at)], _last[(on, bias.Epoch)]) = (bias.Epoch, bias);
        }
    }

    /// <summary>Masses read off one scale, added up. Unit: kg.</summary>
    /// <param name="by">Who recorded them.</param>
    /// <param name="on">Null where nobody said.</param>
    /// <param name="at">Of one epoch; one of those given before where the scale is named.</param>
    /// <param name="kg">What they come to.</param>
    /// <param name="count">How many readings have an error of their own in it.</param>
    public Quantity Measured(PartyId by, ScaleId? on, Instant at, double kg, double count)
    {
        var source = on is { } scale && _epochs.TryGetValue((scale, at), out var epoch)
            ? new ErrorSource("scale", $"{scale}/{epoch}", 0, _last[(scale, epoch)].Sigma)
            : new ErrorSource("scale", $"unnamed of {by}", 0, Fraction(_settings.ScaleSigmaPct));
        return new(
            kg, Math.Max(0, count) * ScaleTracker.VarianceOf(on is { } known ? FactsOf(known) : [], _settings),
            new Dictionary<ErrorSource, double> { [source] = kg });
    }

    /// <summary>Masses that nobody read off a scale.</summary>
    /// <param name="kg">What they come to.</param>
    /// <param name="squares">The sum of their squares. Unit: kg squared.</param>
    public Quantity Estimated(double kg, double squares) => new(
        kg, Math.Max(0, squares) * Square(Fraction(_settings.EstimateSigmaPct)), new Dictionary<ErrorSource, double>());

    private IReadOnlyList<Fact> FactsOf(ScaleId scale) => _scales.GetValueOrDefault(scale, []);
}
