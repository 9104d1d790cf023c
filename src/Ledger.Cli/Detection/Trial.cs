using System.Text.Json.Serialization;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Findings;
using Ledger.Rules.Judging;
using Ledger.Simulation;
using NodaTime;

namespace Ledger.Cli.Detection;

/// <summary>An incident that was flagged.</summary>
/// <param name="Day">Days since the world began.</param>
/// <param name="IsAboutFraud">Its evidence or subject is of the planted fraud, or it names who gains by that after it began.</param>
/// <param name="NamesHolder">It names one who gains by the fraud.</param>
internal sealed record Flag(string Rule, int Day, IReadOnlyList<string> Parties, bool IsAboutFraud, bool NamesHolder);

/// <summary>What one world came to.</summary>
/// <param name="FraudDay">The day the fraud was first done; null where there is none.</param>
/// <param name="Holders">Traders and exporters: who runs mineral.</param>
/// <param name="ReviewDay">The day of the first finding of any tier that rests on what the fraud touched.</param>
/// <param name="Findings">How many of each kind, incidents included: <c>R5 review lighter (typed-wrong)</c>.</param>
/// <param name="FirstReviews">Per party and rule, the day of the first review finding since <see cref="DetectionCell.From"/>.</param>
internal sealed record Trial(
    string Cell, int Number, int Records, int Holders, int? FraudDay, decimal FraudKg, IReadOnlyList<string> FraudHolders,
    int? ReviewDay, IReadOnlyList<Flag> Flags, IReadOnlyDictionary<string, int> Findings,
    IReadOnlyDictionary<string, Dictionary<string, int>> FirstReviews, IReadOnlyList<FixedReading> Readings)
{
    /// <summary>Of an honest world's findings: how many of each kind rest on a record with a mistyped number, or its correction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? OnSlips { get; init; }

    public static Trial Run(DetectionCell cell, int number) => Judge(cell.Name, number, cell.World(number));

    /// <summary>What a short world with every exact fraud comes to: it tells two builds apart.</summary>
    public static Trial Probe() => Judge("probe", 0, new(1, WorldSize.Small, DetectionCell.Until));

    private static Trial Judge(string name, int number, WorldOptions options)
    {
        var world = World.Generate(options);
        var book = WorldBook.Of(world, options.Until);
        var judged = BookJudge.Findings(book, options.Until);
        var fraud = world.Truth.Frauds is [var first, ..] ? first : null;
        return new(
            name, number, world.Postings.Count, world.Participants.Count(Runs), fraud is null ? null : DayOf(fraud.Date),
            fraud?.StrengthKg ?? 0, fraud is null ? [] : [.. HoldersOf(fraud)],
            judged.Where(finding => fraud is not null && IsOf(finding, fraud)).Select(finding => (int?)DayOf(finding.Day)).Min(),
            [.. judged.Where(finding => finding.IsIncident).OrderBy(finding => finding.Day).Select(finding => FlagOf(finding, fraud))],
            KindsOf(judged), FirstReviewsOf(judged), FixedPercentage.Read(book))
        {
            OnSlips = fraud is null ? KindsOf(judged.Where(RestsOn(world.Truth.TypingErrors))) : null,
        };
    }

    private static Dictionary<string, int> KindsOf(IEnumerable<Judged> findings) => findings
        .CountBy(finding => KindOf(finding.Content)).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary();

    private static Func<Judged, bool> RestsOn(IReadOnlyList<TypingError> errors)
    {
        var records = errors.SelectMany(error => (CustodyEventId?[])[error.CustodyEvent, error.Correction])
            .OfType<CustodyEventId>().ToHashSet();
        return finding => finding.Content.Evidence.Ids.Any(records.Contains);
    }

    private static bool Runs(Participant participant) => participant.Roles[0] is "trader" or "exporter";

    private static Flag FlagOf(Judged finding, PlantedFraud? fraud)
    {
        var parties = finding.Parties.Select(party => party.Value).ToList();
        var namesHolder = fraud is not null && HoldersOf(fraud).Intersect(parties).Any();
        return new(
            finding.Content.Rule, DayOf(finding.Day), parties,
            fraud is not null && finding.Day >= fraud.Date && (namesHolder || IsOf(finding, fraud)), namesHolder);
    }

    private static bool IsOf(Judged finding, PlantedFraud fraud) => fraud.Subjects.Contains(finding.Content.Subject)
        || finding.Content.Evidence.Ids.Intersect(fraud.CustodyEvents).Any();

    // Of an exact fraud nobody is told to gain; the place may be a party.
    private static IEnumerable<string> HoldersOf(PlantedFraud fraud) =>
        fraud.Holders.Count > 0 ? fraud.Holders.Select(holder => holder.Value) : [fraud.Place];

    private static Dictionary<string, Dictionary<string, int>> FirstReviewsOf(IEnumerable<Judged> judged) =>
        (from finding in judged
         where !finding.IsIncident && finding.Day >= DetectionCell.From
         from party in finding.Parties
         group finding by party.Value into byParty
         select byParty).ToDictionary(
            byParty => byParty.Key,
            byParty => byParty.GroupBy(finding => finding.Content.Rule)
                .ToDictionary(rule => rule.Key, rule => DayOf(rule.Min(finding => finding.Day))));

    private static string KindOf(FindingContent content)
    {
        var about = content.Discriminator.Split(':', '/')[0];
        var what = about.Length == 0 || Guid.TryParse(about, out _) ? "" : $" {about}";
        return $"{content.Rule} {Code<FindingTier>.Name(content.Tier)}{what} ({content.InnocentExplanation})";
    }

    private static int DayOf(LocalDate date) => Period.DaysBetween(DetectionCell.Start, date);
}
