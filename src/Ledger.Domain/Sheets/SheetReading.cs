using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Sheets;

/// <summary>What one row of a sheet (or several that belong together) says, ready to be posted.</summary>
/// <param name="Row">The first of its rows.</param>
/// <param name="Id">Follows from what is said and by whom: the same file again says nothing new.</param>
/// <param name="Json">UTF-8.</param>
public sealed record SheetEntry(int Row, Guid Id, byte[] Json);

/// <summary>A sheet as it was understood: what can be posted, and every cell that keeps a row from being.</summary>
/// <param name="Entries">In the order of the rows; none of them has an error.</param>
/// <param name="Errors">In the order of the rows.</param>
/// <param name="Headings">The column each heading of the file was read as; null for one that is left unread.</param>
public sealed record SheetReading(
    IReadOnlyList<SheetEntry> Entries, IReadOnlyList<CellError> Errors, IReadOnlyList<string?> Headings);

/// <summary>Where a member of a posted object was read from.</summary>
/// <param name="Field">Path, such as <c>inputs[2].netKg</c>; what lies below it belongs to it.</param>
internal readonly record struct ReadFrom(string Field, SheetRow Row, string Column);

/// <summary>Collects what the rows of a sheet say.</summary>
internal sealed class SheetEntries(string layout, PartyId organisation, SheetTable table)
{
    private static readonly Guid Namespace = new("6f0a9b52-55a4-4b0e-8a0e-6d0f6c1d9e27");

    private readonly List<SheetEntry> _entries = [];

    /// <summary>Adds a custody event, or the cells that are to blame where the ledger would refuse it.</summary>
    public void AddCustodyEvent(SheetRow row, JsonObject said, IReadOnlyList<ReadFrom> sources) =>
        Add(row, said, sources, posted => CustodyEventReader.Read(posted, organisation).Errors);

    /// <summary>Adds what a reader takes, or the cells that are to blame.</summary>
    public void Add(SheetRow row, JsonObject said, IReadOnlyList<ReadFrom> sources, Func<JsonElement, IReadOnlyList<FieldError>> check)
    {
        if (row.HasErrors || sources.Any(source => source.Row.HasErrors)) return;
        var id = Uuid5.Create(Namespace, Encoding.UTF8.GetBytes($"{layout}\n{organisation}\n{said.ToJsonString()}"));
        said.Insert(0, "id", id.ToString());
        var json = JsonSerializer.SerializeToUtf8Bytes(said, SheetJson.Default.JsonObject);
        using var document = JsonDocument.Parse(json);
        var errors = check(document.RootElement);
        foreach (var error in errors) Blame(row, error, sources);
        if (errors.Count == 0) _entries.Add(new(row.Row, id, json));
    }

    public SheetReading ToReading() => new(_entries, [.. table.Errors.OrderBy(error => error.Row)], table.Headings);

    private static void Blame(SheetRow row, FieldError error, IReadOnlyList<ReadFrom> sources)
    {
        var source = sources.Where(each => error.Field.StartsWith(each.Field, StringComparison.Ordinal))
            .OrderByDescending(each => each.Field.Length).FirstOrDefault();
        if (source.Row is { } blamed) blamed.Error(source.Column, error.Message);
        else row.Error(error.Field, error.Message);
    }
}
