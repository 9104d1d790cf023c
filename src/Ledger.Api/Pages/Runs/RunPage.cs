using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Lots;
using NodaTime;

namespace Ledger.Api.Pages.Runs;

/// <summary>A run, as GET /v1/runs/{id} answers.</summary>
/// <param name="UnmeasuredLossKg">Negative where more came out than went in.</param>
public sealed record RunAnswer(
    string RunId, string Operation, string Holder, string? Facility, bool IsClosed, OffsetDateTime From, OffsetDateTime To,
    decimal InputKg, decimal OutputKg, decimal MeasuredLossKg, decimal UnmeasuredLossKg, IReadOnlyList<InputAnswer> Inputs,
    IReadOnlyList<OutputAnswer> Outputs, int PartCount, IReadOnlyList<FindingAnswer>? Findings, IReadOnlyList<GainAnswer> Balances,
    NeedsAnswer Needs, IReadOnlyList<Counterparty>? Counterparties);

/// <summary>What went in.</summary>
public sealed record InputAnswer(
    LotName Lot, decimal NetKg, string Method, decimal? MoisturePct, IReadOnlyList<AnalyteAnswer>? Analytes);

/// <summary>What came out.</summary>
public sealed record OutputAnswer(
    string Lot, string Kind, string Mineral, decimal NetKg, string Method, decimal? MoisturePct, IReadOnlyList<AnalyteAnswer>? Analytes);

/// <summary>Percent of dry mass.</summary>
public sealed record AnalyteAnswer(string Name, decimal Pct);

/// <summary>Output less input, in one matter.</summary>
public sealed record GainAnswer(string Matter, decimal InputKg, decimal OutputKg, decimal GainKg, decimal SigmaKg);

/// <summary>What is still missing for a full balance.</summary>
public sealed record NeedsAnswer(bool LastSheet, int Weighings, int Moistures, int Grades)
{
    public bool IsAny => LastSheet || Weighings + Moistures + Grades > 0;
}

/// <summary>One line of a run's sheets, in or out.</summary>
/// <param name="Kind">Of what came out; null for what went in.</param>
public sealed record RunLine(
    LotName Lot, string? Kind, decimal NetKg, string Method, decimal? MoisturePct, IReadOnlyList<AnalyteAnswer> Analytes);

/// <param name="BalancePath">Of its holder in that year; null where the reader may not read it.</param>
public sealed record RunModel(
    RunAnswer Run, Names Names, IReadOnlyList<RunLine> Inputs, IReadOnlyList<RunLine> Outputs, string? BalancePath, Replay Replay);

/// <summary>GET /runs/{id}: what went into a processing run and what came out, weighed against each other.</summary>
internal static class RunPage
{
    public static async Task ShowAsync(Visit visit)
    {
        var path = "/runs/" + Uri.EscapeDataString(visit.Route("id"));
        var replay = Replay.Of(visit, path);
        var run = await visit.AskAsync(replay.At("/v1" + path), PageJson.Default.RunAnswer);
        var inputs = run.Inputs.Select(line => new RunLine(
            line.Lot, null, line.NetKg, line.Method, line.MoisturePct, line.Analytes ?? []));
        var outputs = run.Outputs.Select(line => new RunLine(
            new(line.Lot, null), line.Kind, line.NetKg, line.Method, line.MoisturePct, line.Analytes ?? []));
        var balance = visit.Reader?.MayReadBalanceOf(run.Holder) is true
            ? FormattableString.Invariant($"/parties/{Uri.EscapeDataString(run.Holder)}/balance?year={run.To.Year}") : null;
        await visit.ShowAsync<RunPageView, RunModel>(
            visit.Language.With("run.title", run.RunId), new(run, new([run.Counterparties]), [.. inputs], [.. outputs], balance, replay));
    }
}
