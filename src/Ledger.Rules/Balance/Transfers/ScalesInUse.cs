using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;

namespace Ledger.Rules.Balance.Transfers;

/// <summary>
/// The scales a shipment was weighed on, each as it is believed to be at its last weighing of an epoch: what was
/// weighed on it then shares one error. Where nobody said which scale it was, it is taken for one of the recorder's
/// that nobody knows.
/// </summary>
internal sealed class ScalesInUse
{
    private readonly IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> _scales;
    private readonly RuleSettings _settings;
    private readonly Dictionary<(ScaleId, string Epoch), ScaleBias> _last = [];

    public ScalesInUse(
        IEnumerable<ComparedLot> lots, IReadOnlyDictionary<ScaleId, IReadOnlyList<Fact>> scales, RuleSettings settings)
    {
        (_scales, _settings) = (scales, settings);
        var weighings = lots.SelectMany(lot => new[] { (Fact: lot.LastSent, On: lot.SentOn), (Fact: lot.Receipt, On: lot.ReceivedOn) });
        foreach (var (fact, on) in weighings.Where(each => each.On is not null).OrderBy(each => each.Fact))
        {
            var bias = ScaleTracker.At(FactsOf(on!.Value), fact, settings);
            _last[(on.Value, bias.Epoch)] = bias;
        }
    }

    /// <summary>
    /// The source of its systematic error, the error as far as it is known, and the variance of one weighing, kg
    /// squared.
    /// </summary>
    public (ErrorSource Source, double Bias, double OwnVariance) Of(Fact weighing, ScaleId? on)
    {
        if (on is not { } scale)
        {
            var unnamed = new ErrorSource("scale", $"unnamed of {weighing.RecordedBy}", 0, (double)_settings.ScaleSigmaPct / 100);
            return (unnamed, 0, ScaleTracker.VarianceOf([], _settings));
        }

        var facts = FactsOf(scale);
        var bias = _last[(scale, ScaleTracker.At(facts, weighing, _settings).Epoch)];
        return (new("scale", $"{scale}/{bias.Epoch}", 0, bias.Sigma), bias.Bias, ScaleTracker.VarianceOf(facts, _settings));
    }

    private IReadOnlyList<Fact> FactsOf(ScaleId scale) => _scales.GetValueOrDefault(scale, []);
}
