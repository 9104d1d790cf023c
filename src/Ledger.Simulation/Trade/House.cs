using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>A party that holds mineral.</summary>
internal sealed class House(PartyId id, Desk desk, Scale? scale = null)
{
    private readonly List<Lot> _stock = [];
    private int _sales, _movements, _runs, _lots;

    public PartyId Id { get; } = id;
    public Desk Desk { get; } = desk;
    public Scale Scale => scale ?? throw new InvalidOperationException($"{Id} weighs nothing");
    public IReadOnlyList<Lot> Stock => _stock;

    /// <summary>Tailings, kept apart.</summary>
    public List<Lot> Heap { get; } = [];

    /// <summary>It dries a sample of every line of its runs.</summary>
    public bool MeasuresMoisture { get; init; }

    /// <summary>It has an X-ray analyser for the lines of its runs.</summary>
    public bool HasAnalyser { get; init; }

    /// <summary>It sends what it sells, and says so.</summary>
    public bool IsSender { get; init; }

    /// <summary>Its people read tags; otherwise they choose from the list on the screen.</summary>
    public bool NamesByTag { get; init; }

    public void Store(Lot lot, LocalDate day)
    {
        lot.StoredOn = day;
        _stock.Add(lot);
    }

    public void Release(Lot lot) => _stock.Remove(lot);

    /// <summary>What was there when the day began: nobody sells or uses in the morning what comes in the afternoon.</summary>
    public IEnumerable<Lot> StockAtDawn(LocalDate day) => _stock.Where(lot => lot.StoredOn < day);

    public string NextSale(string label) => FormattableString.Invariant($"{Id}:{label}-s{++_sales:0000}");

    public string NextMovement(string label) => FormattableString.Invariant($"{Id}:{label}-m{++_movements:0000}");

    public string NextRun(string label) => FormattableString.Invariant($"{Id}:{label}-r{++_runs:0000}");

    public LotId NextLot(string label) => new(FormattableString.Invariant($"{Id}:{label}-l{++_lots:00000}"));
}
