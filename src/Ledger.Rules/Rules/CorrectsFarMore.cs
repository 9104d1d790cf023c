using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Numerics;
using NodaTime;

namespace Ledger.Rules.Rules;

/// <summary>
/// R27: on one device far more is corrected, for what is recorded on it, than on the others that month: numbers may be made to fit. Who the
/// agent is is sealed; the phone stands for them. For an integrity officer alone, when the month's records had time to come in.
/// </summary>
public static class CorrectsFarMore
{
    // Median of the square of a standard normal value.
    private const double MedianSquare = 0.4549;

    public static readonly Rule<AgentMonthFacts> Rule = new("R27", 1, RuleTiming.AtDayClose, Evaluate, DueOn);

    public static IEnumerable<FindingContent> Evaluate(AgentMonthFacts month, RuleSettings settings, LocalDate asOf)
    {
        if (ToldOn(month, settings) > asOf) yield break;
        foreach (var agent in month.Agents.Where(each => each.Corrections.Count > 0))
        {
            var numbers = settings.At(agent.Corrections);
            var peers = month.Agents.Where(each => each != agent && each.Records >= numbers.CorrectionRecords).ToList();
            if (agent.Records < numbers.CorrectionRecords || peers.Count < numbers.PeerSites) continue;
            var rate = (double)peers.Sum(each => each.Corrections.Count) / peers.Sum(each => each.Records);
            var (expected, sigma) = (rate * agent.Records, Sigma(agent, rate) * Math.Sqrt(Scatter(peers, rate)));
            if (agent.Corrections.Count - expected <= (double)numbers.CorrectionSigma * sigma) continue;
            yield return new(
                Rule.Id, Rule.Version, numbers.Version, month.Subject, $"{agent.Organisation}/{agent.Device}", FindingTier.Integrity,
                Finding.EvidenceOf(agent.Corrections), (decimal)Math.Round(expected, 1), agent.Corrections.Count,
                (decimal)Math.Round((double)numbers.CorrectionSigma * sigma, 1), Unit: "corrections",
                InnocentExplanation: "corrects-for-others", Parties: [agent.Organisation],
                Finding.ProvisionalUntil(agent.Corrections, numbers));
        }
    }

    // Corrections are few: counted as chance counts, and never surer than of one.
    private static double Sigma(AgentMonth agent, double rate) => Math.Sqrt(Math.Max(1, rate * agent.Records));

    // By how much more the others scatter than chance alone; one who corrects too much among them moves no median.
    private static double Scatter(List<AgentMonth> peers, double rate) => Math.Max(1, RobustStatistics.Median(peers.Select(peer =>
        Math.Pow((peer.Corrections.Count - (rate * peer.Records)) / Sigma(peer, rate), 2))) / MedianSquare);

    private static LocalDate? DueOn(AgentMonthFacts month, RuleSettings settings, LocalDate asOf) =>
        month.Agents.Count > 0 && ToldOn(month, settings) is var due && due > asOf ? due : null;

    private static LocalDate ToldOn(AgentMonthFacts month, RuleSettings settings) =>
        month.Month.PlusMonths(1).OnDayOfMonth(1).PlusDays(settings.At(month.Month.OnDayOfMonth(1)).ProvisionalDays);
}
