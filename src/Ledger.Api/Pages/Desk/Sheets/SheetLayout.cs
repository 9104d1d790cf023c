using Ledger.Domain.Sheets;
using Ledger.Domain.Values;

namespace Ledger.Api.Pages.Desk.Sheets;

/// <summary>A layout of paper that the desk reads.</summary>
/// <param name="Type">Of the custody events its rows become.</param>
internal sealed record SheetLayout(
    string Name, string Type, IReadOnlyList<SheetColumn> Columns, Func<IReadOnlyList<CsvRow>, SheetSettings, PartyId, SheetReading> Read)
{
    public static IReadOnlyList<SheetLayout> All { get; } =
    [
        new("mine-sheet", "bagged", MineSheet.Columns, MineSheet.Read),
        new("processing-sheet", "processed", ProcessingSheet.Columns, ProcessingSheet.Read),
    ];

    public static SheetLayout? Find(string? name) => All.FirstOrDefault(layout => layout.Name == name);
}
