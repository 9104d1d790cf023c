using System.Buffers;
using System.Globalization;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Imports;

/// <summary>GET /v1/imports/{id}: how far it is.</summary>
internal static class GetImport
{
    public static Task Handle(HttpContext context, string id, ImportStore imports) => Find(context, id, imports) is { } state
        ? Outcomes.OkAsync(context, ImportAnswer.Of(state), ApiJson.Default.ImportAnswer)
        : Outcomes.RefuseAsync(context, NotThere);

    public static Refusal NotThere { get; } = new(Problem.NotFound, "Your organisation has posted no import with this id to this node.");

    /// <summary>The import, if it is the caller's organisation's.</summary>
    public static ImportState? Find(HttpContext context, string id, ImportStore imports) =>
        imports.Find(id) is { } state && (state.Organisation == context.Caller().Organisation.Value
            || Rights.Allows(context.Caller().Roles, Operation.ReadAnyCustodyEvent)) ? state : null;
}

/// <summary>
/// GET /v1/imports/{id}/results?cursor=&amp;limit=: result lines in the order of the body; header Link has the next page while
/// there may be more.
/// </summary>
internal static class GetImportResults
{
    private const int MostLines = 10_000;

    public static async Task Handle(HttpContext context, string id, ImportStore imports)
    {
        if (GetImport.Find(context, id, imports) is not { } state)
        {
            await Outcomes.RefuseAsync(context, GetImport.NotThere);
            return;
        }

        var (cursor, limit) = (Paging.Number(context, "cursor", 0, long.MaxValue), Paging.Number(context, "limit", 1_000, MostLines));
        context.Response.ContentType = Outcomes.Lines;
        if (!File.Exists(imports.ResultsFile(id))) // still waiting
        {
            context.Response.Headers.Link = LinkTo(id, 0, limit);
            return;
        }

        await using var results = new FileStream(imports.ResultsFile(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (from, to) = (cursor, EndOfPage(results, cursor, limit));
        if (to < results.Length || state.Stage != ImportStage.Finished) context.Response.Headers.Link = LinkTo(id, to, limit);
        context.Response.ContentLength = to - from;
        results.Position = from;
        await CopyAsync(results, context, to - from);
    }

    /// <summary>Behind the last whole line of the page.</summary>
    private static long EndOfPage(FileStream results, long cursor, long limit)
    {
        if (cursor > results.Length || !IsLineStart(results, cursor))
            throw new RefusedException(new(Problem.BadRequest, "cursor must be one that a Link gave."));
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        results.Position = cursor;
        var (position, end) = (cursor, cursor);
        for (int read; limit > 0 && (read = results.Read(buffer)) > 0; position += read)
            for (var start = 0; limit > 0 && buffer.AsSpan(start, read - start).IndexOf((byte)'\n') is >= 0 and var newline; limit--)
            {
                start += newline + 1;
                end = position + start;
            }

        ArrayPool<byte>.Shared.Return(buffer);
        return end;
    }

    private static bool IsLineStart(FileStream results, long cursor)
    {
        if (cursor == 0) return true;
        results.Position = cursor - 1;
        return results.ReadByte() == '\n';
    }

    private static async Task CopyAsync(FileStream results, HttpContext context, long count)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        while (count > 0)
        {
            var read = await results.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), context.RequestAborted);
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            count -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static string LinkTo(string id, long cursor, long limit) => string.Create(
        CultureInfo.InvariantCulture, $"<{ImportAnswer.AddressOf(id)}/results?cursor={cursor}&limit={limit}>; rel=\"next\"");
}
