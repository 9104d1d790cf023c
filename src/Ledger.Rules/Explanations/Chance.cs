using System.Collections.Frozen;
using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Explanations;

/// <summary>What a statistical rule adds: how unlikely, what the uncertainty rests on, and how wrong one thing would have to be.</summary>
internal static class Chance
{
    private static readonly Words Beyond = new(
        "From {from} to {to} the test stands at {value} sigma; by chance alone it stays below {threshold}.",
        "Du {from} au {to}, le test atteint {value} sigma ; le hasard seul le laisse sous {threshold}.");

    private static readonly Words Uncertain = new(
        "Of the uncertainty, {sigma} kg, the largest part ({share} %) comes from {source}.",
        "De l’incertitude, {sigma} kg, la plus grande part ({share} %) vient de {source}.");

    private static readonly Words Needed = new(
        "It would have to be wrong by {needed} %; usual is {usual} %.",
        "L’écart devrait être de {needed} % ; l’usage est de {usual} %.");

    /// <summary>Kinds of error sources, as they stand in a sentence.</summary>
    public static FrozenDictionary<string, Words> Sources { get; } = new Dictionary<string, Words>
    {
        ["scale"] = new("the plant’s scale", "la balance de l’usine"),
        ["scales-apart"] = new("the difference between scales", "la différence entre balances"),
        ["moisture-meter"] = new("the moisture measurements", "la mesure de l’humidité"),
        ["moisture-unknown"] = new("moisture that nobody measured", "l’humidité que personne n’a mesurée"),
        ["process-water"] = new("water that washing leaves", "l’eau que laisse le lavage"),
        ["single-readings"] = new("single readings", "lectures isolées"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null where the rule is exact.</summary>
    public static string? Told(FindingStatistics? statistics, Language language)
    {
        if (statistics is null) return null;
        var told = Beyond.In(language).Replace("{from}", Spelling.Day(statistics.From, language), StringComparison.Ordinal)
            .Replace("{to}", Spelling.Day(statistics.To, language), StringComparison.Ordinal)
            .Replace("{value}", Spelling.Number(statistics.Value, language), StringComparison.Ordinal)
            .Replace("{threshold}", Spelling.Number(statistics.Threshold, language), StringComparison.Ordinal);
        if (statistics.Sources.Count > 0)
            told += " " + Uncertain.In(language).Replace("{sigma}", Spelling.Number(statistics.SigmaKg, language), StringComparison.Ordinal)
                .Replace("{share}", Spelling.Number(decimal.Round(statistics.Sources[0].SharePct), language), StringComparison.Ordinal)
                .Replace("{source}", SourceOf(statistics.Sources[0].Source, language), StringComparison.Ordinal);
        return Spelling.Set(told, language);
    }

    /// <summary>The innocent explanation, with how wrong the one thing it rests on would have to be.</summary>
    public static string Innocent(string sentence, FindingStatistics? statistics, Language language) => statistics?.Bias is not { } bias
        ? sentence
        : sentence + " " + Spelling.Set(Needed.In(language)
            .Replace("{needed}", Spelling.Number(bias.NeededPct, language), StringComparison.Ordinal)
            .Replace("{usual}", Spelling.Number(bias.SigmaPct, language), StringComparison.Ordinal), language);

    private static string SourceOf(string kind, Language language) => Sources.TryGetValue(kind, out var words) ? words.In(language) : kind;
}
