using System.Buffers;
using System.IO.Pipelines;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Imports;

namespace Ledger.Api.Capture;

/// <summary>A body of lines: answered line by line, or taken as an import when there are many.</summary>
internal static class PostLines
{
    private const int FlushEvery = 100;

    public static async Task HandleAsync(HttpContext context, Intake intake, ImportStore imports, Limits limits)
    {
        await using var spool = new BodySpool(imports.NewSpoolFile());
        await spool.FillAsync(Bodies.Reader(context), limits.BulkBytes, context.RequestAborted);
        if (spool.Lines > limits.LinesAnsweredAtOnce || Preferences.Has(context, "respond-async"))
        {
            var state = await imports.AcceptAsync(spool, context.Caller(), context.RequestAborted);
            await Outcomes.AcceptedAsync(
                context, ImportAnswer.AddressOf(state.Id), ImportAnswer.Of(state), ApiJson.Default.ImportAnswer);
            return;
        }

        context.Response.ContentType = Outcomes.Lines;
        var output = context.Response.BodyWriter;
        var body = PipeReader.Create(spool.Open(), new(bufferSize: 1 << 16));
        var lines = PostedLines.ReadAsync(body, limits.ItemBytes, context.RequestAborted);
        var written = 0;
        await foreach (var result in new OrderedAppends(intake).RunAsync(lines, context.Caller(), context.RequestAborted))
        {
            output.Write(Outcomes.Bytes(result, ApiJson.Default.ItemResult).Span);
            output.Write("\n"u8);
            if (++written % FlushEvery == 0) await output.FlushAsync(context.RequestAborted);
        }
    }
}
