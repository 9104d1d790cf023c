using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Balance.Transfers;
using Ledger.Rules.Facts;
using Ledger.Rules.Provenance;
using Ledger.Rules.Views;

namespace Ledger.Rules.Balance.Lots;

/// <summary>How some of a lot came to be.</summary>
/// <param name="Fact">The record its mass comes from.</param>
/// <param name="Site">Where it was bagged; null where it was not.</param>
/// <param name="Run">The run or consignment it came out of; null where it came out of none.</param>
/// <param name="IsMeasured">It was read off a scale.</param>
/// <param name="IsLater">Bagged there, and weighed for the first time afterwards.</param>
internal sealed record LotBeginning(LotId Lot, Fact Fact, SiteId? Site, RunId? Run, long Grams, bool IsMeasured, bool IsLater);

/// <summary>A lot showed another mass than was known of it.</summary>
/// <param name="Holder">Who had it then, where that is known.</param>
/// <param name="IsTransfer">It had come into other hands since it was last weighed.</param>
/// <param name="Grams">Negative where it showed less.</param>
/// <param name="Compared">Both masses, where both were measured.</param>
internal sealed record LotGain(LotId Lot, Fact Fact, PartyId? Holder, bool IsTransfer, long Grams, ComparedLot? Compared);

/// <summary>
/// What became of a lot's mass: beginnings and gains are what was taken of it and what is left, to the gram. By the one fold there is.
/// </summary>
/// <param name="LeftGrams">What is left in the end.</param>
internal sealed record LotPassage(LotId Lot, IReadOnlyList<LotBeginning> Beginnings, IReadOnlyList<LotGain> Gains, long LeftGrams)
{
    /// <summary>All it ever amounted to.</summary>
    public long Grams => Beginnings.Sum(each => each.Grams) + Gains.Sum(each => each.Grams);

    /// <summary>Follows a lot through all its facts.</summary>
    public static LotPassage Of(LotFacts lot) => new Fold(lot).Passage;

    /// <summary>The same until it was exported; all of it where it was not.</summary>
    public static (LotPassage Passage, Fact? Exported) UntilExport(LotFacts lot)
    {
        var (fact, _) = lot.Of<LotExported>().FirstOrDefault();
        return fact is null ? (Of(lot), null) : (Of(lot with { Facts = [.. lot.Facts.TakeWhile(each => each != fact), fact] }), fact);
    }

    private sealed class Fold
    {
        private readonly LotFacts _lot;
        private readonly LotState _state;
        private readonly HashSet<CustodyEventId> _filled;
        private readonly SiteId? _site;
        private readonly RunId? _consignment;
        private readonly List<LotBeginning> _beginnings = [];
        private readonly List<LotGain> _gains = [];
        private PartyId? _reader;

        public Fold(LotFacts lot)
        {
            (_lot, _state) = (lot, new(lot.Settings));
            _filled = [.. lot.Of<LotBagged>().Select(each => each.Fact.Custody)];
            _site = lot.Of<LotBagged>().LastOrDefault().Event?.Site;
            _consignment = lot.Of<ExportLotComposed>().Any() ? Consignment.Of(lot.Lot) : null;
            // It begins with its beginning, whatever a paper that knows only the day says.
            var first = lot.Facts.Where(IsOfBeginning).ToList();
            foreach (var fact in first.Concat(lot.Facts.Where(fact => !IsOfBeginning(fact)))) Follow(fact);
            Passage = new(lot.Lot, _beginnings, _gains, GramsNow());
        }

        public LotPassage Passage { get; }

        private bool IsOfBeginning(Fact fact) =>
            fact.Event is LotProduced or ExportLotComposed || _filled.Contains(fact.Custody);

        private void Follow(Fact fact)
        {
            var (grams, isKnown, custodian) = (GramsNow(), _state.Mass is not null, _state.Custodian);
            var (facts, isComparable) = (_state.MassFacts, _state.IsMassComparable);
            _state.Apply(fact);
            var reader = fact.Event switch
            {
                LotDispatched => custodian ?? _state.Custodian,
                LotConsumed consumed => consumed.Holder,
                _ => _state.Custodian,
            };
            var change = GramsNow() - grams + TakenBy(fact, grams);
            if (fact.Event is LotProduced made)
            {
                _beginnings.Add(new(
                    _lot.Lot, fact, null, made.RunId, made.NetKg.Grams, made.Method == WeighingMethod.Measured, IsLater: false));
                (change, _reader) = (change - made.NetKg.Grams, reader);
            }
            else if (!isKnown && change != 0)
            {
                var isMeasured = MethodOf(fact) == WeighingMethod.Measured;
                _beginnings.Add(new(
                    _lot.Lot, fact, _site, _site is null ? _consignment : null, change, isMeasured,
                    IsLater: _site is not null && !_filled.Contains(fact.Custody)));
                (change, _reader) = (0, reader);
            }

            if (change == 0 && !(isKnown && IsWeighing(fact))) return;
            var isMeasuredAgain = isComparable && grams > 0 && MethodOf(fact) == WeighingMethod.Measured;
            _gains.Add(new(_lot.Lot, fact, reader, _reader != reader, change, isMeasuredAgain
                ? new(_lot.Lot, reader ?? fact.RecordedBy, facts, new(grams), fact, new(grams + change)) : null));
            _reader = reader;
        }

        // Weighed, and as it was: that is known the better. What sheets repeat is no weighing.
        private bool IsWeighing(Fact fact) =>
            fact.Event is LotReceived or LotArrived or LotWeighed && _state.MassFacts.Contains(fact) && _state.IsMassComparable;

        private static WeighingMethod? MethodOf(Fact fact) => fact.Event switch
        {
            LotConsumed consumed => consumed.Method,
            var other => StatedMass.Of(other)?.Method,
        };

        // As runs and consignments count it: provenance follows the same.
        private long TakenBy(Fact fact, long grams) => fact.Event switch
        {
            LotConsumed consumed => consumed.NetKg.Grams,
            LotSmelted smelted => smelted.NetKg.Grams,
            LotSampled sampled => sampled.NetKg.Grams,
            LotLost lost => lost.NetKg?.Grams ?? (grams - GramsNow()),
            LotRecovered => grams - GramsNow(),
            LotConsigned consigned => (consigned.NetKg ?? LotView.Of(_lot)?.MassKg)?.Grams ?? 0,
            _ => 0,
        };

        private long GramsNow() =>
            _state.Status is LotStatus.Consumed or LotStatus.Lost or LotStatus.Consigned ? 0 : _state.Remaining?.Grams ?? 0;
    }
}
