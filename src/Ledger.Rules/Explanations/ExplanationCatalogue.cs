using System.Collections.Frozen;
using Ledger.Domain.LedgerEvents;
using Ledger.Rules.Explanations.Texts;

namespace Ledger.Rules.Explanations;

/// <summary>
/// All texts about findings, in every language. A new rule adds its kinds to one of the lists, its codes to the innocent reasons and
/// its unit, where it is a new one, to the units of <see cref="Spelling"/>.
/// </summary>
internal static class ExplanationCatalogue
{
    // Of rules that are no more, findings are still there.
    public static readonly ExplanationText Unknown = new(
        "", null,
        new("A difference to explain", "Une différence à expliquer"),
        new("Expected: {expected}.", "Attendu : {expected}."),
        new("Observed: {observed}.", "Observé : {observed}."),
        Steps.AskRecorders);

    public static IReadOnlyList<ExplanationText> All { get; } =
    [
        .. TagTexts.All, .. SiteTexts.All, .. ProductionTexts.All,
        .. LotTexts.All, .. RunTexts.All, .. TransferTexts.All, .. PaperTexts.All, .. AgentTexts.All,
    ];

    private static readonly FrozenDictionary<(string Rule, string? Kind), ExplanationText> ByKind =
        All.ToFrozenDictionary(text => (text.Rule, text.Kind));

    /// <summary>The text for a finding: by its discriminator's beginning or end, else by its subject, else the rule's own.</summary>
    public static ExplanationText Of(FindingContent content) =>
        Find(content.Rule, Head(content.Discriminator)) ?? Find(content.Rule, Tail(content.Discriminator))
        ?? Find(content.Rule, Head(content.Subject)) ?? Find(content.Rule, null) ?? Unknown;

    /// <summary>The text for findings of a rule about such a subject, whatever kind they are of.</summary>
    public static ExplanationText Of(string rule, string subject) =>
        Find(rule, Head(subject)) ?? Find(rule, null) ?? All.FirstOrDefault(text => text.Rule == rule) ?? Unknown;

    public static Words InnocentOf(string code) => InnocentReasons.All.GetValueOrDefault(code, InnocentReasons.Unknown);

    private static ExplanationText? Find(string rule, string? kind) => ByKind.GetValueOrDefault((rule, kind));

    private static string Head(string text) => text.Split(':', 2)[0];

    private static string Tail(string text) => text[(text.LastIndexOf('/') + 1)..];
}
