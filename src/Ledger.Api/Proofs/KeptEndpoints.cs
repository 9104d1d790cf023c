using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.EventStore;
using Ledger.EventStore.Reading;

namespace Ledger.Api.Proofs;

/// <summary>
/// GET /v1/log/kept/records, /sealed and /heads: what the service keeps beside the leaves, one row a line, for
/// <c>ledger fsck --records</c>. A row that nobody committed to is shown like any other: to find it is what this is for.
/// </summary>
internal static class KeptEndpoints
{
    private const int MostLines = 10_000;

    public static async Task GetRecords(HttpContext context, KeptRows rows)
    {
        var after = context.Request.Query["after"].ToString();
        if (after.Length > 0 && !Guid.TryParseExact(after, "D", out _)) throw WrongKey("a custody event's id");
        await WriteAsync(
            context, await rows.RecordsAsync(after.Length == 0 ? null : Guid.Parse(after), Limit(context), context.RequestAborted),
            ApiJson.Default.KeptRecord);
    }

    public static async Task GetSealed(HttpContext context, KeptRows rows)
    {
        var after = context.Request.Query["after"].ToString();
        var parts = after.Split('/', 2);
        var id = Guid.Empty;
        if (after.Length > 0 && (parts.Length < 2 || !Guid.TryParseExact(parts[0], "D", out id) || Answers.HasNul(after)))
            throw WrongKey("an event's id, / and a kind");
        await WriteAsync(
            context, await rows.SealedAsync(after.Length == 0 ? null : (id, parts[1]), Limit(context), context.RequestAborted),
            ApiJson.Default.SealedBody);
    }

    public static async Task GetHeads(HttpContext context, KeptRows rows)
    {
        var after = context.Request.Query["after"].ToString();
        if (Answers.HasNul(after)) throw WrongKey("a stream's name");
        await WriteAsync(context, await rows.HeadsAsync(after, Limit(context), context.RequestAborted), ApiJson.Default.KeptHead);
    }

    private static int Limit(HttpContext context) => (int)Paging.Number(context, "limit", 1_000, MostLines, least: 1);

    private static RefusedException WrongKey(string what) => new(new(Problem.FieldErrors, Errors: [new("after", $"must be {what}")]));

    private static async Task WriteAsync<T>(HttpContext context, List<T> rows, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = Outcomes.Lines;
        foreach (var row in rows)
        {
            await context.Response.BodyWriter.WriteAsync(Outcomes.Bytes(row, type), context.RequestAborted);
            await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        }
    }
}
