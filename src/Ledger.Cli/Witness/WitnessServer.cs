using System.Net;
using Ledger.Transparency.Witnessing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ledger.Cli.Witness;

/// <summary>POST /add-checkpoint (C2SP tlog-witness).</summary>
internal static class WitnessServer
{
    public static WebApplication Create(LogWitness witness, IPEndPoint address)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AddCheckpointRequest.MaxBytes;
            kestrel.Listen(address);
        });
        var app = builder.Build();
        app.MapPost("/add-checkpoint", context => AddAsync(context, witness));
        return app;
    }

    private static async Task AddAsync(HttpContext context, LogWitness witness)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        WitnessAnswer answer;
        try
        {
            answer = witness.Add(AddCheckpointRequest.Parse(body.ToArray()));
        }
        catch (FormatException malformed)
        {
            await WriteAsync(context, 400, malformed.Message + "\n");
            return;
        }

        await WriteAsync(context, StatusOf(answer.Verdict), TextOf(answer), answer.Size is null ? "text/plain" : "text/x.tlog.size");
    }

    private static int StatusOf(WitnessVerdict verdict) => verdict switch
    {
        WitnessVerdict.Cosign => 200,
        WitnessVerdict.Malformed or WitnessVerdict.OldIsLarger => 400,
        WitnessVerdict.NotSigned => 403,
        WitnessVerdict.UnknownLog => 404,
        WitnessVerdict.OtherSize or WitnessVerdict.OtherTree => 409,
        _ => 422,
    };

    private static string TextOf(WitnessAnswer answer) => answer.Verdict switch
    {
        WitnessVerdict.Cosign => $"{answer.Cosignature}\n",
        WitnessVerdict.OtherSize => string.Create(null, $"{answer.Size}\n"),
        WitnessVerdict.OtherTree => "I have cosigned another tree of that size.\n",
        WitnessVerdict.NotConsistent => "The proof does not hold.\n",
        WitnessVerdict.OldIsLarger => "The old tree is larger than the new one.\n",
        WitnessVerdict.NotSigned => "No key of that log signed it.\n",
        WitnessVerdict.UnknownLog => "I do not watch that log.\n",
        _ => "Not a checkpoint.\n",
    };

    private static async Task WriteAsync(HttpContext context, int status, string text, string contentType = "text/plain")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
