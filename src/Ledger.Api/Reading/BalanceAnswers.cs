using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Api.Http;
using Ledger.Projections.Hosting;

namespace Ledger.Api.Reading;

/// <summary>A balance as JSON or as a sheet, with the sequence it reflects.</summary>
internal static class BalanceAnswers
{
    public static async Task JsonAsync<T>(HttpContext context, T view, JsonTypeInfo<T> type, Progress progress) => await Answers.JsonAsync(
        context, JsonSerializer.SerializeToUtf8Bytes(view, type), await progress.ViewsAsync(context.RequestAborted));

    /// <param name="context">Whose answer it is.</param>
    /// <param name="name">Of the file, without its end.</param>
    /// <param name="columns">The row of names.</param>
    /// <param name="rows">Numbers, codes and ids only: none needs a quote, and no spreadsheet takes any of it for a formula.</param>
    /// <param name="progress">How far views are.</param>
    public static async Task SheetAsync(HttpContext context, string name, string columns, IEnumerable<string> rows, Progress progress) =>
        await Outcomes.SheetAsync(
            context, name + ".csv", Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend(columns)) + "\r\n"),
            await progress.ViewsAsync(context.RequestAborted));
}
