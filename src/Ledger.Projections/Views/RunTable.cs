using System.Text.Json;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;
using Ledger.Rules.Views;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>Processing runs.</summary>
internal static class RunTable
{
    private static readonly ViewTable<RunView> Runs = new(
        "run", ["run_id"],
        new ViewColumn<RunView, string>("run_id", run => run.RunId.Value),
        new ViewColumn<RunView, string>("holder", run => run.Holder.Value),
        new ViewColumn<RunView, bool>("is_closed", run => run.IsClosed),
        new ViewColumn<RunView, DateTime>("ended", run => run.To.ToInstant().ToDateTimeUtc()),
        new ViewColumn<RunView, long>("input_g", run => run.InputKg.Grams),
        new ViewColumn<RunView, string>("body", run => JsonSerializer.Serialize(run, ViewJson.Plain.RunView)));

    public static async Task WriteAsync(
        NpgsqlConnection connection, SubjectLoader loader, IReadOnlyCollection<RunId> runs, Horizon horizon, CancellationToken cancellation)
    {
        var facts = await loader.RunsAsync(runs, horizon, cancellation);
        var rows = facts.Values.Select(RunView.Of).OfType<RunView>().ToList();
        await Runs.DeleteAsync(connection, [.. facts.Keys.Except(rows.Select(row => row.RunId)).Select(run => run.Value)], cancellation);
        await Runs.UpsertAsync(connection, rows, cancellation);
    }
}
