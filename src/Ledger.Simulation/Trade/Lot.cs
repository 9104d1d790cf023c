using System.Text.Json.Nodes;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>A lot as it really is, with what was written down about it.</summary>
internal sealed class Lot(LotId id, Ore ore, Material material, LocalDate day)
{
    private readonly List<(string Type, CustodyEventId Id)> _records = [];

    public LotId Id { get; } = id;
    public Ore Ore { get; } = ore;
    public TagId? Tag { get; set; }
    public SiteId? Site { get; init; }

    /// <summary>What is in it now.</summary>
    public Material Material { get; set; } = material;

    public LocalDate DryUntil { get; private set; } = day;

    /// <summary>The day it came to where it is.</summary>
    public LocalDate StoredOn { get; set; }

    /// <summary>The day it was used up.</summary>
    public LocalDate? UsedOn { get; set; }

    /// <summary>The mass people last wrote down for it, in grams.</summary>
    public long KnownGrams { get; set; }

    /// <summary>What papers say beyond what is in it, in milligrams as weighed.</summary>
    public long HollowMg { get; set; }

    /// <summary>Whoever takes it in does not weigh it, and writes a mass near the one before.</summary>
    public bool IsReceiptInvented { get; set; }

    /// <summary>What is put down when it is weighed, in milligrams.</summary>
    public long WeighedMg => Material.WetMg + HollowMg;

    /// <summary>A planted fraud is about it: its records are free of slips.</summary>
    public bool IsPlanted { get; set; }

    /// <summary>A number on one of its records is wrong.</summary>
    public bool HasSlip { get; private set; }

    public void DryTo(LocalDate day)
    {
        Material = Material.AfterDays(Math.Max(0, Period.DaysBetween(DryUntil, day)));
        DryUntil = day;
    }

    public void Recorded(Draft draft, bool slipped)
    {
        _records.Add((draft.Type, draft.Id));
        HasSlip |= slipped;
    }

    /// <summary>The custody events of that type about it, oldest first.</summary>
    public IEnumerable<CustodyEventId> Records(string type) => _records.Where(record => record.Type == type).Select(record => record.Id);

    /// <summary>All custody events about it, oldest first.</summary>
    public IEnumerable<CustodyEventId> AllRecords => _records.Select(record => record.Id);

    /// <summary>Names it in a draft: by its tag, read and typed, or by its id, chosen from a list.</summary>
    public JsonObject Name(Draft draft, bool byTag) => byTag && Tag is { } tag
        ? new() { ["tag"] = draft.TypeTag(tag) }
        : new() { ["lotId"] = Id.Value };
}
