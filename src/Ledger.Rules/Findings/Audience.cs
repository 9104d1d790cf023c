using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Findings;

/// <summary>Who a finding is for: the parties concerned, programme and auditors and later others; or an integrity officer alone.</summary>
[JsonConverter(typeof(CodeJsonConverter<Audience>))]
public enum Audience { Concerned, Integrity }

/// <summary>The audience of a rule's findings.</summary>
public static class Audiences
{
    // They are about single agents: travel times, digit patterns, corrections. A wrong one would brand a person.
    private static readonly HashSet<string> AboutAgents = ["R20", "R22", "R27"];

    public static Audience Of(FindingContent content) =>
        content.Tier == FindingTier.Integrity || AboutAgents.Contains(content.Rule) ? Audience.Integrity : Audience.Concerned;
}
