using System.Buffers;
using System.Globalization;
using System.Text;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;

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
/// GET /v1/imports/{id}/results?cursor=&amp;limit=&amp;status=: result lines in the order of the body, all or those of one status; header
/// Link has the next page while there may be more.
/// </summary>
internal static class GetImportResults
{
    private const int MostLines = 10_000;
    private const int BufferBytes = 1 << 16;

    public static async Task Handle(HttpContext context, string id, ImportStore imports)
    {
        if (GetImport.Find(context, id, imports) is not { } state)
        {
            await Outcomes.RefuseAsync(context, GetImport.NotThere);
            return;
        }

        var (cursor, limit) = (Paging.Number(context, "cursor", 0, long.MaxValue), Paging.Number(context, "limit", 1_000, MostLines));
        var status = Answers.Code<ItemStatus>(context, "status");
        context.Response.ContentType = Outcomes.Lines;
        if (!File.Exists(imports.ResultsFile(id))) // still waiting
        {
            context.Response.Headers.Link = LinkTo(context, 0);
            return;
        }

        await using var results = new FileStream(imports.ResultsFile(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var page = new ArrayBufferWriter<byte>();
        var end = ReadPage(results, cursor, limit, Mark(status), page);
        if (end < results.Length || state.Stage != ImportStage.Finished) context.Response.Headers.Link = LinkTo(context, end);
        context.Response.ContentLength = page.WrittenCount;
        await context.Response.Body.WriteAsync(page.WrittenMemory, context.RequestAborted);
    }

    // What a line of that status holds: within a text its quotes would be escaped.
    private static byte[]? Mark(string? status) => status is null ? null : Encoding.UTF8.GetBytes($"\"status\":\"{status}\"");

    /// <summary>Copies whole lines that hold the mark, from the cursor on.</summary>
    /// <returns>Behind the last whole line that was read: those without the mark at the end of a file are not read again.</returns>
    private static long ReadPage(FileStream results, long cursor, long limit, byte[]? mark, ArrayBufferWriter<byte> page)
    {
        if (cursor > results.Length || !IsLineStart(results, cursor))
            throw new RefusedException(new(Problem.BadRequest, "cursor must be one that a Link gave."));
        results.Position = cursor;
        var (end, begun) = (cursor, new ArrayBufferWriter<byte>());
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        for (int read; limit > 0 && (read = results.Read(buffer)) > 0;)
        {
            var rest = buffer.AsSpan(0, read);
            while (limit > 0 && rest.IndexOf((byte)'\n') is >= 0 and var newline)
            {
                begun.Write(rest[..(newline + 1)]);
                rest = rest[(newline + 1)..];
                end += begun.WrittenCount;
                if (mark is null || begun.WrittenSpan.IndexOf(mark) >= 0)
                {
                    page.Write(begun.WrittenSpan);
                    limit--;
                }

                begun.ResetWrittenCount();
            }

            begun.Write(rest);
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

    private static string LinkTo(HttpContext context, long cursor) =>
        $"<{Answers.NextLink(context, cursor.ToString(CultureInfo.InvariantCulture))}>; rel=\"next\"";
}
