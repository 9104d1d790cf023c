using System.Text.Json;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Views;
using NodaTime.Text;

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

    private static readonly ViewTable<RunMass> Masses = new(
        "run_mass", ["run_id"],
        new ViewColumn<RunMass, string>("run_id", run => run.Run.Value),
        new ViewColumn<RunMass, long>("seq", run => run.Sequence),
        new ViewColumn<RunMass, string>("holder", run => run.Holder.Value),
        new ViewColumn<RunMass, string>("month", run => YearMonthPattern.Iso.Format(run.Month)),
        new ViewColumn<RunMass, string>("operations", run => run.Operations),
        new ViewColumn<RunMass, double>("in_kg", run => run.InKg),
        new ViewColumn<RunMass, double>("out_kg", run => run.OutKg),
        new ViewColumn<RunMass, int>("lines", run => run.Lines),
        new ViewColumn<RunMass, double>("squares", run => run.Squares),
        new ViewColumn<RunMass, double>("guessed_squares", run => run.GuessedSquares));

    public static void Write(ViewBatch batch, IReadOnlyDictionary<RunId, RunFacts> facts)
    {
        var rows = facts.Values.Select(RunView.Of).OfType<RunView>().ToList();
        Runs.Delete(batch, [.. facts.Keys.Except(rows.Select(row => row.RunId)).Select(run => run.Value)]);
        Runs.Upsert(batch, rows);
        Masses.Replace(batch, [.. facts.Keys.Select(run => run.Value)], [.. facts.Values.Select(RunMass.Of).OfType<RunMass>()]);
    }
}
