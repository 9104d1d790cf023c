using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Pages.Desk;

/// <param name="Form">Null for a type no form makes, such as a correction.</param>
/// <param name="Said">What it says, field by field.</param>
/// <param name="Findings">What rests on it and is to explain.</param>
/// <param name="IsNew">The reader has just recorded it.</param>
/// <param name="MayCorrect">A correction by the reader counts, and there is a form for it.</param>
public sealed record RecordModel(
    RecordAnswer Record, RecordForm? Form, IReadOnlyList<SaidLine> Said, FindingList Findings, bool IsNew, bool MayCorrect);

/// <summary>GET /desk/records/{id}: what was recorded, its receipts, and what it raised.</summary>
internal static class RecordPage
{
    // What a form asks for and the ledger keeps apart.
    private static readonly string[] SealedKinds =
        ["people", "note", "commercial", "vehicle", "key-holders", "position", "document-names"];

    public static async Task ShowAsync(Visit visit)
    {
        var reader = visit.RequireReader();
        var (record, form) = await FindAsync(visit);
        var findings = await visit.AskAsync($"/v1/findings?status=active&custodyEvent={record.Id}", PageJson.Default.FindingList);
        IReadOnlyList<SaidLine> said = form is null ? [] : [.. SaidLine.Of(form, await ValuesAsync(visit, form, record), visit.Language)];
        await visit.ShowAsync<RecordView, RecordModel>(visit.Language["record"], new(
            record, form, said, findings, visit.Query("recorded") is not null, reader.MayCorrect(record.RecordedBy) && form is not null));
    }

    public static async Task<(RecordAnswer Record, RecordForm? Form)> FindAsync(Visit visit)
    {
        var address = "/v1/custody-events/" + Uri.EscapeDataString(visit.Route("id"));
        var record = await visit.AskIfThereAsync(address, PageJson.Default.RecordAnswer)
            ?? throw new RefusedException(new(Problem.NotFound));
        return (record, record.Type is { } type ? RecordForm.Of(type) : null);
    }

    /// <summary>What its form would hold.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ValuesAsync(Visit visit, RecordForm form, RecordAnswer record) =>
        RecordedValues.Of(form, record, await OpenAsync(visit, record), visit.Language, visit.Zone);

    /// <summary>Its sealed parts that the reader may open, by kind.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> OpenAsync(Visit visit, RecordAnswer record)
    {
        var closed = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (record.Headers.TryGetProperty("sealed", out var commitments))
            foreach (var kind in SealedKinds.Where(kind => commitments.TryGetProperty(kind, out _)))
                if (await visit.AskIfThereAsync($"/v1/custody-events/{record.Id}/sealed/{kind}", PageJson.Default.JsonDocument) is { } part)
                    closed[kind] = part.RootElement;
        return closed;
    }
}
