using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Explanations;

/// <summary>
/// A finding in words, made from its codes and numbers when it is read: the ledger holds no prose. It names no party, lot or person, so
/// that whoever may read the finding may read it.
/// </summary>
/// <param name="Title">What differs.</param>
/// <param name="Expected">What should have been there, with its unit.</param>
/// <param name="Observed">What was there.</param>
/// <param name="Tolerance">Up to where nothing would have been said; absent where any difference is one.</param>
/// <param name="HowUnlikely">Where a rule is statistical: the difference against its own uncertainty.</param>
/// <param name="MainUncertainty">Where that mostly comes from.</param>
/// <param name="Innocent">The smallest innocent explanation.</param>
/// <param name="NextSteps">What to check, in this order.</param>
public sealed record Explanation(
    Language Language, string Title, string Expected, string Observed, string? Tolerance, string? HowUnlikely,
    string? MainUncertainty, string Innocent, IReadOnlyList<string> NextSteps)
{
    private static readonly Words WithinTolerance = new(
        "A difference of up to {tolerance} needs no explanation.",
        "Un écart allant jusqu’à {tolerance} ne demande aucune explication.");

    public static Explanation Of(FindingContent content, Language language)
    {
        ArgumentNullException.ThrowIfNull(content);
        var text = ExplanationCatalogue.Of(content);
        return new(
            language, Said(text.Title), Said(text.Expected), Said(text.Observed),
            content.Tolerance == 0 ? null : Said(WithinTolerance),
            content.Statistics is { } statistics ? Statistics.HowUnlikely(statistics, language) : null,
            content.Statistics is { } sources ? Statistics.MainUncertainty(sources, language) : null,
            Reason(content, language), [.. First(content, language), .. text.NextSteps.Select(Said)]);

        string Said(Words words) => ExplanationText.Fill(words, content, language);
    }

    /// <summary>What differs, where only the rule and its subject are known.</summary>
    public static string TitleOf(string rule, string subject, Language language) =>
        Spelling.Set(ExplanationCatalogue.Of(rule, subject).Title.In(language), language);

    private static string Reason(FindingContent content, Language language)
    {
        var reason = ExplanationText.Fill(ExplanationCatalogue.InnocentOf(content.InnocentExplanation), content, language);
        return content.Statistics is { } statistics && Statistics.ErrorNeeded(statistics, language) is { } needed
            ? $"{reason} {needed}" : reason;
    }

    // What this finding itself offers comes before what its kind does.
    private static IEnumerable<string> First(FindingContent content, Language language)
    {
        if (content.ProvisionalUntil is { } until)
            yield return Said(Steps.WaitUntil, Spelling.Day(until, language));
        if (content.LikelyTags is { Count: > 0 } tags)
            yield return Said(Steps.TryTheseTags, string.Join(", ", tags.Select(tag => tag.Number)));

        string Said(Words step, string what) =>
            Spelling.Set(step.In(language).Replace("{0}", what, StringComparison.Ordinal), language);
    }
}
