using System.Globalization;
using Ledger.Domain.Values;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Rules.Facts;

/// <summary>What was recorded on one device in a month: who carried it is sealed, and it stands for them.</summary>
/// <param name="Records">How many, whatever became of them.</param>
/// <param name="Corrections">Those that correct another record.</param>
public sealed record AgentMonth(PartyId Organisation, string Device, int Records, IReadOnlyList<Fact> Corrections);

/// <summary>All devices of a month: who corrects far more than others is seen only beside them.</summary>
/// <param name="Agents">By organisation and device.</param>
public sealed record AgentMonthFacts(YearMonth Month, IReadOnlyList<AgentMonth> Agents)
{
    private const string Kind = "agent-month:";

    public string Subject => SubjectOf(Month);

    public static string SubjectOf(YearMonth month) => Kind + YearMonthPattern.Iso.Format(month);

    /// <summary>The month a subject is about; null where it is another kind of subject.</summary>
    public static YearMonth? MonthOf(string subject) =>
        subject.StartsWith(Kind, StringComparison.Ordinal) && YearMonthPattern.Iso.Parse(subject[Kind.Length..]) is { Success: true } month
            ? month.Value : null;

    /// <summary>The subject that looks at what this key counts; the key itself where it is a subject of its own.</summary>
    public static string SubjectOf(string key) =>
        key.StartsWith(FactKeys.AgentRecords, StringComparison.Ordinal)
        || key.StartsWith(FactKeys.AgentCorrections, StringComparison.Ordinal) ? Kind + key.Split(':', '/')[1] : key;

    /// <summary>All keys of a kind in a month: the first bound is included, the second is not.</summary>
    public static (string From, string To) KeysOf(string kind, YearMonth month) =>
        ($"{kind}{YearMonthPattern.Iso.Format(month)}/", $"{kind}{YearMonthPattern.Iso.Format(month)}0"); // '0' follows '/'

    /// <param name="records">How many there are of each key.</param>
    /// <param name="corrections">Each with its key.</param>
    public static AgentMonthFacts Of(
        YearMonth month, IEnumerable<(string Key, int Count)> records, IEnumerable<(string Key, Fact Fact)> corrections)
    {
        var corrected = corrections.ToLookup(each => AgentOf(each.Key), each => each.Fact);
        return new(month, [.. from each in records
            let agent = AgentOf(each.Key)
            orderby agent.Organisation.Value, agent.Device
            select new AgentMonth(agent.Organisation, agent.Device, each.Count, [.. corrected[agent].Order()])]);
    }

    internal static string KeyOf(string kind, Fact fact, string device) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}{YearMonthPattern.Iso.Format(FactKeys.MonthOf(fact))}/{fact.RecordedBy}/{device}");

    // A device's name may have slashes.
    private static (PartyId Organisation, string Device) AgentOf(string key) =>
        key.Split('/', 3) is [_, var organisation, var device] ? (new(organisation), device) : throw new FormatException(key);
}
