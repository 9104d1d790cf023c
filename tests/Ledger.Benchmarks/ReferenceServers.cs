using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ledger.Benchmarks;

/// <summary>What the service is measured against: the same HTTP server with as little behind it as there can be.</summary>
internal static class ReferenceServers
{
    public const string Path = "/post";

    /// <summary>Reads the body and answers 201.</summary>
    public static Task ServeBareAsync() => ServeAsync(async context =>
    {
        await ReadAsync(context);
        await AnswerAsync(context);
    });

    /// <summary>Reads the body, parses it, inserts one row by itself and answers 201: one request, one commit.</summary>
    public static async Task ServeInsertsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await ServeAsync(async context =>
        {
            var body = await ReadAsync(context);
            using var document = JsonDocument.Parse(body);
            await using var command = source.CreateCommand(R1.InsertSql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = document.RootElement.GetProperty("id").GetGuid() });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = body });
            await command.ExecuteNonQueryAsync(context.RequestAborted);
            await AnswerAsync(context);
        });
    }

    private static async Task ServeAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost(Path, handle);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reference listens on {address}"));
        await app.WaitForShutdownAsync();
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        var body = new byte[context.Request.ContentLength!.Value];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        return body;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var answer = "{\"status\":\"created\"}"u8.ToArray();
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength) =
            (StatusCodes.Status201Created, "application/json", answer.Length);
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
