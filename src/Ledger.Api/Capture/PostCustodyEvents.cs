using System.Buffers;
using System.IO.Pipelines;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Imports;

namespace Ledger.Api.Capture;

/// <summary>POST /v1/custody-events: one object, an array, or lines; see docs/api.md.</summary>
internal static class PostCustodyEvents
{
    public static Task Handle(HttpContext context, Intake intake, ImportStore imports, Verdicts verdicts, LedgerOptions options)
    {
        var isStrict = Preferences.Has(context, "handling=strict");
        return MediaType(context.Request) switch
        {
            "application/json" => PostJsonAsync(context, intake, verdicts, options.Limits, isStrict),
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" => isStrict
                ? PostStrictLinesAsync(context, intake, options.Limits)
                : PostLines.HandleAsync(context, intake, imports, options.Limits),
            _ => Outcomes.RefuseAsync(context, new(
                Problem.UnsupportedMediaType, "Content-Type may be application/json or application/x-ndjson.")),
        };
    }

    private static async Task PostJsonAsync(HttpContext context, Intake intake, Verdicts verdicts, Limits limits, bool isStrict)
    {
        var caller = context.Caller();
        var (item, items) = await Bodies.WholeAsync(
            Bodies.Reader(context), body => IsArray(body) ? limits.ArrayBytes : limits.ItemBytes,
            body => IsArray(new(body))
                ? ((CapturedItem?)null, ArrayItems.Split(body.ToArray(), limits))
                : (intake.Read(body.Span, caller), (List<PostedItem>?)null),
            context.RequestAborted);
        if (item is not null)
            await Outcomes.WriteAsync(context, await verdicts.AddAsync(context, await intake.AppendAsync(item, isBulk: false)));
        else if (isStrict) await StrictRequest.HandleAsync(context, intake, limits, items!);
        else await WriteArrayAsync(context, intake, items!);
    }

    private static async Task PostStrictLinesAsync(HttpContext context, Intake intake, Limits limits)
    {
        var body = await Bodies.WholeAsync(
            Bodies.Reader(context), _ => limits.ArrayBytes, bytes => bytes.ToArray(), context.RequestAborted);
        var items = new List<PostedItem>();
        await foreach (var line in PostedLines.ReadAsync(
            PipeReader.Create(new ReadOnlySequence<byte>(body)), limits.ItemBytes, context.RequestAborted))
            items.Add(line);
        await StrictRequest.HandleAsync(context, intake, limits, items);
    }

    private static async Task WriteArrayAsync(HttpContext context, Intake intake, IReadOnlyList<PostedItem> items)
    {
        context.Response.ContentType = Outcomes.Json;
        var output = context.Response.BodyWriter;
        var separator = (byte)'[';
        var results = new OrderedAppends(intake).RunAsync(items.ToAsyncEnumerable(), context.Caller(), context.RequestAborted);
        await foreach (var result in results)
        {
            output.Write([separator]);
            output.Write(Outcomes.Bytes(result, ApiJson.Default.ItemResult).Span);
            await output.FlushAsync(context.RequestAborted);
            separator = (byte)',';
        }

        output.Write(separator == '[' ? "[]"u8 : "]"u8);
    }

    private static string MediaType(HttpRequest request)
    {
        var header = request.ContentType ?? "";
        var parameters = header.IndexOf(';', StringComparison.Ordinal);
        return parameters < 0 ? header : header[..parameters].Trim().ToLowerInvariant();
    }

    private static bool IsArray(in ReadOnlySequence<byte> body)
    {
        foreach (var segment in body)
            foreach (var character in segment.Span)
                if (character is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) return character == '[';
        return false;
    }
}
