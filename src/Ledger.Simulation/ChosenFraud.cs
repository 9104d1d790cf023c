using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.Domain.Values;
using Ledger.Simulation.Frauds;
using Ledger.Simulation.Frauds.Degrees;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation;

/// <summary>A fraud somebody chose for a world.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="StrengthPct">Percent of what its kind says; null for its usual one. An exact fraud has none.</param>
/// <param name="Holder">By whom; null for its usual one. An exact fraud takes the first occasion there is.</param>
/// <param name="From">The day from which it is done; null for a third of the world's time, or an exact one's own.</param>
public sealed partial record ChosenFraud(string Kind, decimal? StrengthPct = null, PartyId? Holder = null, LocalDate? From = null)
{
    /// <summary>Frauds by degrees: done again and again, a little each time.</summary>
    public static IReadOnlyList<string> ByDegrees => [.. DegreePlan.Kinds.Keys];

    public static IReadOnlyList<string> Kinds => [.. DegreePlan.Kinds.Keys, .. FraudPlan.Kinds];

    /// <summary>Reads <c>KIND[:PERCENT][@HOLDER][/START]</c>, such as <c>laundering:3@demo-trader-01/2026-02-01</c>.</summary>
    /// <exception cref="FormatException">It has another form, or a kind that is none.</exception>
    public static ChosenFraud Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) throw new FormatException($"a fraud is KIND[:PERCENT][@HOLDER][/START], not '{text}'");
        var (kind, from) = (match.Groups["kind"].Value, LocalDatePattern.Iso.Parse(match.Groups["from"].Value));
        if (!Kinds.Contains(kind)) throw new FormatException($"no fraud is called '{kind}'; there are {string.Join(", ", Kinds)}");
        if (match.Groups["from"].Success && !from.Success) throw new FormatException($"a fraud's start is a date, not '{text}'");
        return new(
            kind, match.Groups["pct"].Success ? decimal.Parse(match.Groups["pct"].Value, CultureInfo.InvariantCulture) : null,
            match.Groups["holder"].Success ? new PartyId(match.Groups["holder"].Value) : null,
            match.Groups["from"].Success ? from.Value : null);
    }

    /// <summary>The form <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind}{(StrengthPct is { } pct ? $":{pct}" : "")}{(Holder is { } by ? $"@{by}" : "")}{(From is { } day ? $"/{day:R}" : "")}");

    [GeneratedRegex(
        @"^(?<kind>[a-z-]+)(:(?<pct>\d{1,3}(\.\d{1,3})?))?(@(?<holder>[A-Za-z0-9._-]+))?(/(?<from>\d{4}-\d\d-\d\d))?$")]
    private static partial Regex Form();
}
