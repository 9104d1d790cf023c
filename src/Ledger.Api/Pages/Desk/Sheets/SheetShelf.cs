using System.Collections.Concurrent;
using Ledger.Domain.Sheets;
using NodaTime;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>A sheet between its upload and its recording.</summary>
/// <param name="Organisation">Whose it is: nobody else sees it.</param>
internal sealed record ShelvedSheet(
    Guid Id, string Organisation, SheetLayout Layout, IReadOnlyList<CsvRow> Rows, SheetNotation Notation, SheetReading Reading, long Bytes,
    Instant Since)
{
    /// <summary>What can be recorded: rows that say the same are one.</summary>
    public IReadOnlyList<SheetEntry> Entries { get; } = [.. Reading.Entries.DistinctBy(entry => entry.Id)];
}

/// <summary>
/// Sheets that were uploaded to this node and wait to be recorded. They hold names of people, so they stand in memory alone and for an
/// hour; after a restart a sheet is uploaded again, which records nothing twice.
/// </summary>
internal sealed class SheetShelf(IClock clock)
{
    private const long MostBytes = 128 << 20;
    private const int MostOfEach = 3;

    public static readonly Duration Kept = Duration.FromHours(1);

    private readonly ConcurrentDictionary<Guid, ShelvedSheet> _sheets = [];

    public ShelvedSheet Put(
        string organisation, SheetLayout layout, IReadOnlyList<CsvRow> rows, SheetNotation notation, SheetReading reading)
    {
        var bytes = rows.Sum(row => 100L + row.Cells.Sum(cell => 40L + (2 * cell.Length)))
            + reading.Entries.Sum(entry => 100L + entry.Json.LongLength) + (reading.Errors.Count * 300L);
        var sheet = new ShelvedSheet(Guid.NewGuid(), organisation, layout, rows, notation, reading, bytes, clock.GetCurrentInstant());
        _sheets[sheet.Id] = sheet;
        Tidy();
        return sheet;
    }

    /// <summary>The sheet; null where it is another's, or no longer there.</summary>
    public ShelvedSheet? Find(string id, string organisation) =>
        Guid.TryParse(id, out var known) && _sheets.TryGetValue(known, out var sheet) && sheet.Organisation == organisation
        && clock.GetCurrentInstant() - sheet.Since < Kept ? sheet : null;

    // An organisation's own older sheets go first; nobody's go for what another uploads again and again.
    private void Tidy()
    {
        foreach (var old in _sheets.Values.GroupBy(sheet => sheet.Organisation)
            .SelectMany(own => own.OrderByDescending(sheet => sheet.Since).Skip(MostOfEach))) _sheets.TryRemove(old.Id, out _);
        var kept = 0L;
        foreach (var sheet in _sheets.Values.OrderByDescending(sheet => sheet.Since))
            if ((kept += sheet.Bytes) > MostBytes || clock.GetCurrentInstant() - sheet.Since >= Kept) _sheets.TryRemove(sheet.Id, out _);
    }
}
