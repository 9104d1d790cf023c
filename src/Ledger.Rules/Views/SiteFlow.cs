using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Views;

/// <summary>How tagged mineral comes to lie at a site and is there no more.</summary>
[JsonConverter(typeof(CodeJsonConverter<SiteMove>))]
public enum SiteMove
{
    Bagged,

    /// <summary>A bag that nobody weighed when it was filled was weighed for the first time.</summary>
    FirstWeighed,

    /// <summary>A weighing or a count at the site showed another mass than was known.</summary>
    Difference,

    /// <summary>Another took it, or it was sent off. Negative where it was refused and came back.</summary>
    Taken, Used, Sampled, Lost,
}

/// <summary>One entry in a site's account of one lot: what lies there is the sum of all entries.</summary>
/// <param name="Number">From 0, in the order in which a lot's entries were made.</param>
/// <param name="Month">The calendar month where it happened; never before the bag was filled.</param>
/// <param name="Bags">1 where a bag came, -1 where it went.</param>
/// <param name="Readings">1 where the entry brings a reading of a scale to what lies there, -1 where it takes that away again.</param>
/// <param name="Grams">As weighed; negative where it left.</param>
/// <param name="IsMeasured">The mass was read off a scale.</param>
/// <param name="ReadBy">Who recorded that reading.</param>
/// <param name="ReadOn">On which scale; null where nobody said.</param>
public sealed record SiteFlow(
    LotId Lot, int Number, SiteId Site, YearMonth Month, SiteMove Move, Mineral Mineral, int Bags, int Readings, long Grams,
    bool IsMeasured, PartyId ReadBy, ScaleId? ReadOn, Instant ReadAt)
{
    /// <summary>
    /// What lies at a site of a lot that was bagged there, until another has it or it is on its way. A sale moves nothing, nor does a
    /// tag that is declared void. None for a lot that nobody bagged.
    /// </summary>
    public static IReadOnlyList<SiteFlow> Of(LotFacts lot)
    {
        var baggings = lot.Of<LotBagged>().ToList();
        if (baggings.Count == 0) return [];
        var filled = baggings.Select(each => each.Fact.Custody).ToHashSet();
        var account = new SiteAccount(lot, baggings[0].Fact);
        // Filled first, whatever a paper that knows only the day says.
        foreach (var fact in lot.Facts.Where(fact => filled.Contains(fact.Custody))) account.Fill(fact);
        account.Begin([.. SiteFact.Of(lot).Where(each => each.Tag is null)]);
        foreach (var fact in lot.Facts.Where(fact => !filled.Contains(fact.Custody))) account.Follow(fact);
        return account.Rows;
    }
}

/// <summary>Follows one lot at the site where it was bagged.</summary>
internal sealed class SiteAccount
{
    private readonly LotFacts _lot;
    private readonly LotState _state;
    private readonly List<SiteFlow> _rows = [];
    private readonly LotBagged _bagged;
    private readonly YearMonth _came;
    private Reading _reading;
    private PartyId? _home;
    private long _grams;
    private bool _isThere, _isWeighed, _isOut;

    /// <param name="lot">Its facts.</param>
    /// <param name="first">That it was bagged.</param>
    public SiteAccount(LotFacts lot, Fact first)
    {
        (_lot, _state, _bagged) = (lot, new(lot.Settings), (LotBagged)first.Event);
        (_came, _reading) = (SiteMonth.Of(first), Reading.Of(first, isMeasured: false));
    }

    public IReadOnlyList<SiteFlow> Rows => _rows;

    /// <summary>One of the records of its filling.</summary>
    public void Fill(Fact fact) => _state.Apply(fact);

    /// <summary>It was filled: each record of that enters, and only the first one is of a bag that is there.</summary>
    public void Begin(IReadOnlyList<SiteFact> baggings)
    {
        (_home, _isThere, _isWeighed) = (_state.Custodian, true, baggings[0].Kg is not null);
        _reading = ReadingNow();
        foreach (var (number, bagging) in baggings.Index())
        {
            var (grams, readings) = (bagging.Kg?.Grams ?? 0, bagging.Kg is null ? 0 : 1);
            if (number == 0) _grams = grams;
            var month = number == 0 ? _came : bagging.Month;
            var filled = _rows.Count;
            Add(month, SiteMove.Bagged, 1, readings, grams);
            if (number > 0) Add(month, SiteMove.Difference, -1, -readings, -grams);
            for (var row = filled; row < _rows.Count; row++)
                _rows[row] = _rows[row] with { Site = bagging.Site, Mineral = bagging.Mineral ?? _bagged.Mineral };
        }

        Compare(_came, SiteMove.Difference, moved: 0);
    }

    /// <summary>Something was recorded of it afterwards.</summary>
    public void Follow(Fact fact)
    {
        var custodian = _state.Custodian;
        var month = SiteMonth.Of(fact) is var happened && happened > _came ? happened : _came;
        _state.Apply(fact);
        if (_isOut)
        {
            if (fact.Event is LotRefused && _state.Custodian == _home && _state.Status != LotStatus.InTransit) ComeBack(month);
        }
        else if (IsLeaving(fact, custodian))
        {
            Leave(fact, month);
        }
        else
        {
            var (move, moved) = MoveOf(fact);
            Compare(month, move, moved);
        }
    }

    // A part that another's run took has left, and the bag with it.
    private bool IsLeaving(Fact fact, PartyId? custodian) => _state.Custodian != custodian || fact.Event switch
    {
        LotDispatched => _state.Status == LotStatus.InTransit,
        LotArrived or LotConsigned or LotExported or LotSmelted => true,
        LotConsumed consumed => consumed.Holder != custodian,
        _ => false,
    };

    private void Leave(Fact fact, YearMonth month)
    {
        _isOut = true;
        if (!_isThere) return;
        if (!_isWeighed && _state.Mass is { } first)
        {
            (_isWeighed, _reading, _grams) = (true, Reading.Of(fact, _state.MassMethod == WeighingMethod.Measured), first.Grams);
            Add(month, SiteMove.FirstWeighed, 0, 1, _grams);
        }

        Add(month, SiteMove.Taken, -1, -Weighed, -_grams);
    }

    private void ComeBack(YearMonth month)
    {
        _isOut = false;
        if (!_isThere) return;
        Add(month, SiteMove.Taken, 1, Weighed, _grams);
        Compare(month, SiteMove.Difference, moved: 0);
    }

    // What the record itself says of how much; the rest of a change is a difference.
    private (SiteMove Move, long Moved) MoveOf(Fact fact) => fact.Event switch
    {
        LotConsumed consumed => (SiteMove.Used, -consumed.NetKg.Grams),
        LotSampled sampled => (SiteMove.Sampled, -sampled.NetKg.Grams),
        LotLost { NetKg: { } net } => (SiteMove.Lost, -net.Grams),
        LotLost or LotRecovered => (SiteMove.Lost, GramsNow() - _grams),
        _ => (SiteMove.Difference, 0),
    };

    private void Compare(YearMonth month, SiteMove move, long moved)
    {
        var (now, isThere) = (GramsNow(), _state.Status is not (LotStatus.Consumed or LotStatus.Lost));
        var bags = (isThere ? 1 : 0) - (_isThere ? 1 : 0);
        if (!_isWeighed && _state.Mass is not null)
        {
            (_isWeighed, _reading) = (true, ReadingNow());
            Add(month, SiteMove.FirstWeighed, 0, 1, now - moved);
        }
        else if (move == SiteMove.Difference && now != _grams && ReadingNow() is var again && again != _reading)
        {
            // A sheet that repeats what was known is no weighing.
            Add(month, move, 0, -1, -_grams);
            _reading = again;
            Add(month, move, 0, 1, now);
        }
        else
        {
            Add(month, SiteMove.Difference, 0, 0, now - _grams - moved);
        }

        Add(month, move, bags, bags * Weighed, moved);
        (_grams, _isThere) = (now, isThere);
    }

    private int Weighed => _isWeighed ? 1 : 0;

    private long GramsNow() => _state.Status is LotStatus.Consumed or LotStatus.Lost ? 0 : _state.Remaining?.Grams ?? 0;

    private Reading ReadingNow() => _state.MassFacts is [.., var last]
        ? Reading.Of(last, _state.MassMethod == WeighingMethod.Measured) : _reading;

    private void Add(YearMonth month, SiteMove move, int bags, int readings, long grams)
    {
        if (bags != 0 || readings != 0 || grams != 0)
            _rows.Add(new(
                _lot.Lot, _rows.Count, _bagged.Site, month, move, _bagged.Mineral, bags, readings, grams, _reading.IsMeasured,
                _reading.By, _reading.On, _reading.At));
    }

    private readonly record struct Reading(bool IsMeasured, PartyId By, ScaleId? On, Instant At)
    {
        public static Reading Of(Fact fact, bool isMeasured) =>
            new(isMeasured, fact.RecordedBy, TransferFacts.ScaleOf(fact.Event), fact.Interval.Start);
    }
}
