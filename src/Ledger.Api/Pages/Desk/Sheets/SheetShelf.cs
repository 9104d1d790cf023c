using System.Collections.Concurrent;
using Ledger.Domain.Sheets;
using NodaTime;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>A sheet between its upload and its recording.</summary>
/// <param name="Organisation">Whose it is: nobody else sees it.</param>
internal sealed record ShelvedSheet(
    Guid Id, string Organisation, SheetLayout Layout, IReadOnlyList<CsvRow> Rows, SheetReading Reading, long Bytes, Instant Since);

/// <summary>
/// Sheets that were uploaded to this node and wait to be recorded. They hold names of people, so they stand in memory alone and for an
/// hour; after a restart a sheet is uploaded again, which records nothing twice.
/// </summary>
internal sealed class SheetShelf(IClock clock)
{
    private const long MostBytes = 128 << 20;

    public static readonly Duration Kept = Duration.FromHours(1);

    private readonly ConcurrentDictionary<Guid, ShelvedSheet> _sheets = [];

    public ShelvedSheet Put(string organisation, SheetLayout layout, IReadOnlyList<CsvRow> rows, SheetReading reading)
    {
        var bytes = rows.Sum(row => row.Cells.Sum(cell => 40L + (2 * cell.Length))) + reading.Entries.Sum(entry => entry.Json.LongLength);
        var sheet = new ShelvedSheet(Guid.NewGuid(), organisation, layout, rows, reading, bytes, clock.GetCurrentInstant());
        _sheets[sheet.Id] = sheet;
        Tidy();
        return sheet;
    }

    /// <summary>The sheet; null where it is another's, or no longer there.</summary>
    public ShelvedSheet? Find(string id, string organisation) =>
        Guid.TryParse(id, out var known) && _sheets.TryGetValue(known, out var sheet) && sheet.Organisation == organisation
        && clock.GetCurrentInstant() - sheet.Since < Kept ? sheet : null;

    private void Tidy()
    {
        var kept = 0L;
        foreach (var sheet in _sheets.Values.OrderByDescending(sheet => sheet.Since))
            if ((kept += sheet.Bytes) > MostBytes || clock.GetCurrentInstant() - sheet.Since >= Kept) _sheets.TryRemove(sheet.Id, out _);
    }
}
