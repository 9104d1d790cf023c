using System.Collections.Frozen;
using Ledger.Domain.LedgerEvents;

namespace Ledger.Rules.Explanations;

/// <summary>How unlikely a statistical finding is, what its uncertainty rests on, and which one error would explain it.</summary>
internal static class Statistics
{
    private static readonly Words OneDifference = new(
        "The difference is {value} times its own uncertainty ({sigma}, 1 sigma); honest measurements seldom go beyond {threshold} times.",
        "L’écart vaut {value} fois sa propre incertitude ({sigma}, 1 sigma) ; des mesures honnêtes dépassent rarement {threshold} fois.");

    private static readonly Words Sequence = new(
        "From {from} to {to} the differences add up to {value} times their uncertainty ({sigma}, 1 sigma); "
            + "honest measurements seldom go beyond {threshold} times.",
        "Du {from} au {to}, les écarts s’additionnent à {value} fois leur incertitude ({sigma}, 1 sigma) ; "
            + "des mesures honnêtes dépassent rarement {threshold} fois.");

    private static readonly Words Largest = new(
        "The largest part of this uncertainty ({share}) comes from {source}.",
        "La plus grande part de cette incertitude ({share}) vient {source}.");

    private static readonly Words OneError = new(
        "An error of {needed} would explain it; {usual} is usual.", "Une erreur de {needed} l’expliquerait ; {usual} est courant.");

    private static readonly Words UnknownSource = new("another source of error", "d’une autre source d’erreur");

    /// <summary>Kinds of error sources, as they stand after "comes from" and "vient".</summary>
    public static FrozenDictionary<string, Words> Sources { get; } = new Dictionary<string, Words>
    {
        ["moisture-meter"] = new("the plant’s moisture measurements", "des mesures d’humidité de l’usine"),
        ["moisture-unknown"] = new("moisture that nobody measured", "d’une humidité que personne n’a mesurée"),
        ["process-water"] = new("water left by processing", "de l’eau laissée par le traitement"),
        ["scale"] = new("the scale", "de la balance"),
        ["scales-apart"] = new("scales that are not alike", "de balances qui diffèrent entre elles"),
        ["usual-loss"] = new(
            "how surely it is known what these runs usually lose", "de ce que l’on sait des pertes habituelles de ces traitements"),
        ["single-readings"] = new("single readings", "des lectures isolées"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string HowUnlikely(FindingStatistics statistics, Language language) => Fill(
        statistics.Test == "shewhart" ? OneDifference : Sequence, language,
        ("value", Spelling.Number(statistics.Value, language)), ("threshold", Spelling.Number(statistics.Threshold, language)),
        ("sigma", Spelling.Quantity(statistics.SigmaKg, "kg", language)),
        ("from", Spelling.Day(statistics.From, language)), ("to", Spelling.Day(statistics.To, language)));

    /// <summary>Null where no source is stated.</summary>
    public static string? MainUncertainty(FindingStatistics statistics, Language language) =>
        statistics.Sources is not [var largest, ..] ? null : Fill(
            Largest, language, ("share", Spelling.Quantity(largest.SharePct, "percent", language)),
            ("source", Sources.GetValueOrDefault(largest.Source, UnknownSource).In(language)));

    /// <summary>Null where no one error would.</summary>
    public static string? ErrorNeeded(FindingStatistics statistics, Language language) => statistics.Bias is not { } bias ? null
        : Fill(OneError, language, ("needed", Spelling.Quantity(bias.NeededPct, "percent", language)),
            ("usual", Spelling.Quantity(bias.SigmaPct, "percent", language)));

    private static string Fill(Words text, Language language, params IEnumerable<(string Name, string Value)> places) => Spelling.Set(
        places.Aggregate(
            text.In(language), (filled, place) => filled.Replace($"{{{place.Name}}}", place.Value, StringComparison.Ordinal)), language);
}
