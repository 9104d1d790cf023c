using System.Text.RegularExpressions;
using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Explanations;

/// <summary>
/// What is said of findings of one kind, in calm words: a difference to explain, nobody's fault. Texts may hold <c>{expected}</c>,
/// <c>{observed}</c> and <c>{difference}</c>, which become numbers with their unit; <c>{#observed}</c>, the bare number; and
/// <c>{observed:was|were}</c>, the form that goes with it.
/// </summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Kind">
/// How the discriminator begins, up to a colon, or ends, after a slash; or the kind of subject; null for all findings of the rule that no
/// other kind fits.
/// </param>
/// <param name="Title">What differs, without a full stop.</param>
/// <param name="Expected">What should have been there.</param>
/// <param name="Observed">What was there.</param>
/// <param name="NextSteps">What to check, the quickest first.</param>
internal sealed partial record ExplanationText(
    string Rule, string? Kind, Words Title, Words Expected, Words Observed, params IReadOnlyList<Words> NextSteps)
{
    /// <summary>The text with the numbers of a finding in place of their names.</summary>
    public static string Fill(Words text, FindingContent content, Language language) =>
        Spelling.Set(Place().Replace(text.In(language), place => InPlace(place, content, language)), language);

    private static string InPlace(Match place, FindingContent content, Language language)
    {
        var number = place.Groups["name"].Value switch
        {
            "expected" => content.Expected,
            "observed" => content.Observed,
            "tolerance" => content.Tolerance,
            "difference" => Math.Abs(content.Observed - content.Expected),
            var other => throw new FormatException($"No finding has a number called {other}."),
        };
        if (place.Groups["many"].Success) return place.Groups[Spelling.IsOne(number, language) ? "one" : "many"].Value;
        return place.Groups["bare"].Length > 0
            ? Spelling.Number(number, language) : Spelling.Quantity(number, content.Unit, language);
    }

    [GeneratedRegex(@"\{(?<bare>#?)(?<name>\w+)(?::(?<one>[^|}]*)\|(?<many>[^}]*))?\}")]
    private static partial Regex Place();
}
