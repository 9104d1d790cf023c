using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using NodaTime;

namespace Ledger.Projections.Evaluation;

/// <summary>What the rules say of a set of subjects, and when they may say something else of the same facts.</summary>
internal sealed class RuleResults(RuleSettings settings, LocalDate asOf)
{
    /// <summary>With when their rule may raise: halves of one rule may differ in that.</summary>
    public List<(FindingContent Content, RuleTiming Timing)> Findings { get; } = [];

    public List<(string Subject, LocalDate DueOn)> Due { get; } = [];

    public void Add(RuleResults more)
    {
        Findings.AddRange(more.Findings);
        Due.AddRange(more.Due);
    }

    public void Run<TFacts>(IReadOnlyList<Rule<TFacts>> rules, TFacts facts, StreamName subject)
    {
        foreach (var rule in rules)
        {
            Findings.AddRange(rule.Evaluate(facts, settings, asOf).Select(content => (content, rule.Timing)));
            if (rule.DueOn?.Invoke(facts, settings, asOf) is { } due) Due.Add((subject.Value, due));
        }
    }
}
