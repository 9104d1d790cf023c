using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using Ledger.Rules.Findings;
using Ledger.Rules.Provenance;
using Ledger.Rules.Rules;
using Ledger.Rules.Views;

namespace Ledger.Rules.Dossiers;

/// <summary>A finding as a dossier states it.</summary>
/// <param name="FindingId">Follows from rule, subject and discriminator.</param>
/// <param name="Recorded">As it stands in the ledger, with what was answered; absent where it is not recorded (yet).</param>
/// <param name="Found">What rules find now; absent where they find it no more, or could not be run on these events.</param>
public sealed record StatedFinding(Guid FindingId, FindingView? Recorded, FindingContent? Found)
{
    /// <summary>The newest that is known of it.</summary>
    [JsonIgnore]
    public FindingContent Content => Found ?? Recorded!.Content;

    /// <summary>Everything there may be of one finding: its own stream, what was answered, the incident it flagged.</summary>
    public static IReadOnlyList<string> StreamsOf(Guid finding) =>
        [StreamName.Finding(finding).Value, StreamName.FindingAnswer(new(finding)).Value,
            StreamName.Incident(Finding.IncidentOf(finding)).Value];

    public static byte[] ToJson(IReadOnlyList<StatedFinding> findings) =>
        JsonSerializer.SerializeToUtf8Bytes(findings, StatementJson.Plain.IReadOnlyListStatedFinding);

    /// <exception cref="FormatException">Not such a list.</exception>
    public static IReadOnlyList<StatedFinding> FromJson(ReadOnlySpan<byte> utf8) =>
        StatementJson.Read(utf8, StatementJson.Plain.IReadOnlyListStatedFinding, IsWhole);

    private static bool IsWhole(StatedFinding? stated) =>
        stated is { Recorded: not null } or { Found: not null }
        && (stated.Recorded is null
            || stated.Recorded is { Answers: not null, Named: not null, Explanation: null } && IsWhole(stated.Recorded.Content))
        && (stated.Found is null || IsWhole(stated.Found));

    private static bool IsWhole(FindingContent? content) => content is
    {
        Rule: not null, Subject: not null, Discriminator: not null, Unit: not null, InnocentExplanation: not null, Parties: not null,
        Evidence.Ids: not null,
    };
}

/// <summary>Runs the rules whose scope is lot, tag, run or transfer on a dossier's events.</summary>
public sealed class DossierFindings
{
    // The other half of R2 asks the register of tags, which is in no dossier.
    private static readonly IReadOnlyList<Rule<TagFacts>> TagRules = [.. RuleBook.Tag.Where(rule => rule != TagOffItsRegister.Rule)];
    private static readonly string[] ByRegister = ["not-issued", "before-issue", "off-site"];

    private readonly DossierContent _content;
    private readonly Func<string, bool> _isAbsent;
    private readonly List<FindingContent> _found = [];

    private DossierFindings(DossierContent content, Func<string, bool> isAbsent) => (_content, _isAbsent) = (content, isAbsent);

    /// <summary>Subjects on which every rule of their kind was run.</summary>
    public HashSet<string> Run { get; } = new(StringComparer.Ordinal);

    /// <summary>Subjects on which none was, because they rest on events beyond the dossier.</summary>
    public SortedSet<string> NotRun { get; } = new(StringComparer.Ordinal);

    /// <summary>What was found, each once.</summary>
    public IReadOnlyDictionary<Guid, FindingContent> Found =>
        _found.DistinctBy(Finding.IdOf).ToDictionary(Finding.IdOf);

    /// <summary>Versions of the rules, by id.</summary>
    public static IReadOnlyDictionary<string, int> Versions { get; } = RuleBook.Lot.Select(rule => (rule.Id, rule.Version))
        .Concat(TagRules.Select(rule => (rule.Id, rule.Version))).Concat(RuleBook.Run.Select(rule => (rule.Id, rule.Version)))
        .Concat(RuleBook.Transfer.Select(rule => (rule.Id, rule.Version))).Distinct() // halves of a rule share its version
        .OrderBy(rule => rule.Id, StringComparer.Ordinal).ToDictionary(rule => rule.Id, rule => rule.Version);

    /// <summary>False for what other rules found, or another half of one of these: a dossier states it, and that is all.</summary>
    public static bool IsOfTheseRules(FindingContent content) => Versions.ContainsKey(content.Rule)
        && (content.Rule != TagOffItsRegister.Rule.Id || !ByRegister.Contains(content.Discriminator));

    /// <param name="isAbsent">
    /// True for a stream of which it is known that it has no event. Asked only for what belongs to the dossier: a sale may have lots that
    /// do not, and these nobody has looked for.
    /// </param>
    public static DossierFindings Of(DossierContent content, Func<string, bool> isAbsent)
    {
        var belonging = content.Genealogy.Streams.ToHashSet(StringComparer.Ordinal);
        var findings = new DossierFindings(content, stream => belonging.Contains(stream) && isAbsent(stream));
        var (book, all) = (content.Book, content.Genealogy);
        foreach (var lot in all.Lots) findings.Look(StreamName.Lot(lot), findings.Needs(lot), RuleBook.Lot, () => book.Lot(lot));
        foreach (var tag in all.Tags) findings.Look(StreamName.Tag(tag), findings.Needs(tag), TagRules, () => book.Tag(tag));
        foreach (var run in all.Runs) findings.Look(StreamName.Run(run), [], RuleBook.Run, () => book.Run(run));
        foreach (var transfer in all.Transfers)
            if (IsToldBySmelter(transfer, book)) findings.NotRun.Add(transfer);
            else findings.Look(new(transfer), findings.Needs(transfer), RuleBook.Transfer, () => book.Transfer(transfer));
        return findings;
    }

    // The smelter's stream, of which this would be one event, is in no dossier.
    private static bool IsToldBySmelter(string transfer, FactBook book) =>
        new StreamName(transfer).Kind is "delivery" && book.Stream(transfer).Count == 0;

    private void Look<T>(StreamName subject, IEnumerable<string> needs, IReadOnlyList<Rule<T>> rules, Func<T> facts)
    {
        if (!needs.Append(subject.Value).All(stream => _content.Book.Has(stream) || _isAbsent(stream)))
        {
            NotRun.Add(subject.Value);
            return;
        }

        Run.Add(subject.Value);
        var known = facts();
        foreach (var rule in rules) _found.AddRange(rule.Evaluate(known, _content.Settings, _content.AsOf));
    }

    private IEnumerable<string> Needs(LotId lot)
    {
        var stream = StreamName.Lot(lot).Value;
        return Needs(LotFacts.TagsIn(_content.Book.Stream(stream))).Concat(_content.Book.SalesOf(lot)).Append(stream);
    }

    private IEnumerable<string> Needs(TagId tag) => Needs([tag]).Concat(_content.Book.LotsTiedWith([tag]).SelectMany(Needs));

    private IEnumerable<string> Needs(string transfer)
    {
        List<LotReference> lots = [.. TransferFacts.LotsIn(_content.Book.Stream(transfer))];
        var tags = lots.Select(lot => lot.Tag).OfType<TagId>().ToList();
        return Needs(tags).Concat(lots.Select(lot => lot.LotId).OfType<LotId>().Concat(_content.Book.LotsTiedWith(tags)).SelectMany(Needs))
            .Concat(_content.Book.Transfer(transfer).Scales.Keys.Select(scale => StreamName.Scale(scale).Value));
    }

    private IEnumerable<string> Needs(IEnumerable<TagId> tags) =>
        _content.Book.TagsInTurn(tags).Select(tag => StreamName.Tag(tag).Value);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(InstantJsonConverter), typeof(OffsetDateTimeJsonConverter), typeof(LocalDateJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<StatedFinding>))]
[JsonSerializable(typeof(IReadOnlyList<ProvenanceView>))]
internal sealed partial class StatementJson : JsonSerializerContext
{
    public static StatementJson Plain => Made.Value;

    /// <exception cref="FormatException">Not a list of such, or one of them is not whole, or it was written otherwise.</exception>
    public static IReadOnlyList<T> Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<IReadOnlyList<T>> type, Predicate<T?> isWhole)
    {
        try
        {
            // Written again it must be the same: a member nobody reads could say anything.
            return JsonSerializer.Deserialize(utf8, type) is { } list && list.All(each => isWhole(each))
                && JsonSerializer.SerializeToUtf8Bytes(list, type).AsSpan().SequenceEqual(utf8) ? list
                : throw new FormatException($"Not a list of {typeof(T).Name}.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw new FormatException($"Not a list of {typeof(T).Name}.", exception);
        }
    }

    private static readonly Lazy<StatementJson> Made = new(() =>
        new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
