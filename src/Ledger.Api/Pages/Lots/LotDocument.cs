namespace Ledger.Api.Pages.Lots;

/// <summary>A paper or file that a lot's records name.</summary>
/// <param name="Kind">sheet, certificate, shipment, bill-of-lading or file.</param>
/// <param name="Name">What it bears, or of a file its media type: what files are called is sealed.</param>
/// <param name="Sha256">Of a file; null for paper.</param>
/// <param name="First">The event that named it first.</param>
public sealed record LotDocument(string Kind, string Name, string? Sha256, HistoryLine First)
{
    /// <summary>Each once, in the order they were named; those of corrected records are left out.</summary>
    internal static IReadOnlyList<LotDocument> Of(IReadOnlyList<HistoryLine> lines) =>
        [.. lines.Where(line => line.IsEffective).SelectMany(In).DistinctBy(each => (each.Kind, each.Name, each.Sha256))];

    private static IEnumerable<LotDocument> In(HistoryLine line)
    {
        if (line.Sheet is { } sheet) yield return new("sheet", $"{sheet.Book} {sheet.Number}", null, line);
        if (line.Data.Certificate is { } paper) yield return new("certificate", $"{paper.Authority} {paper.Number}", null, line);
        if (line.Data.ShipmentNo is { } shipment) yield return new("shipment", shipment, null, line);
        if (line.Data.BillOfLading is { } bill) yield return new("bill-of-lading", bill, null, line);
        foreach (var file in line.Documents ?? []) yield return new("file", file.MediaType, file.Sha256, line);
    }
}
