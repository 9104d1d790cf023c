using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Rules.Facts;

/// <summary>Tags as the register has them.</summary>
/// <param name="Site">The site they were assigned to; null for tags that were issued.</param>
/// <param name="Since">When that was.</param>
public sealed record RegisteredTags(TagRange Tags, SiteId? Site, Instant Since)
{
    /// <summary>What a guarded event enters in the register; null for every other.</summary>
    /// <param name="recordedAt">A guarded event happened when it was recorded, where it does not say a day of its own.</param>
    public static RegisteredTags? Of(LedgerEvent ledgerEvent, Instant recordedAt) => ledgerEvent switch
    {
        TagsIssued issued => new(issued.Tags, null, Earlier(issued.IssuedOn, recordedAt)),
        TagsAssigned assigned => new(assigned.Tags, assigned.Site, Earlier(assigned.AssignedOn, recordedAt)),
        _ => null,
    };

    /// <summary>The day an entry states, where it is earlier than the entry itself.</summary>
    internal static Instant Earlier(LocalDate? day, Instant recordedAt) =>
        day is { } stated ? Instant.Min(stated.AtMidnight().InUtc().ToInstant(), recordedAt) : recordedAt;
}

/// <summary>What the register of tags says around one tag.</summary>
/// <param name="Since">Since when the register has tags of this series and kind; null: it has none and says nothing.</param>
/// <param name="Issued">The range the tag was issued in.</param>
/// <param name="Assigned">The range in which it was assigned to a site.</param>
/// <param name="Supplied">Of the sites where the tag was used, those that have tags of this series and kind.</param>
public sealed record TagRegister(
    Instant? Since, RegisteredTags? Issued, RegisteredTags? Assigned, IReadOnlySet<SiteId> Supplied)
{
    public static readonly TagRegister Unknown = new(null, null, null, new HashSet<SiteId>());

    /// <param name="ranges">At least those that hold the tag, the first of its series and kind, and one of each site asked about.</param>
    public static TagRegister Of(TagId tag, IEnumerable<RegisteredTags> ranges)
    {
        var known = ranges.Where(range => range.Tags.Series == tag.Series && range.Tags.Kind == tag.Kind)
            .ToLookup(range => range.Site is null);
        return new(
            known[true].Select(range => (Instant?)range.Since).Min(), known[true].FirstOrDefault(range => range.Tags.Contains(tag)),
            known[false].FirstOrDefault(range => range.Tags.Contains(tag)), known[false].Select(range => range.Site!.Value).ToHashSet());
    }
}

/// <summary>The numbers a slip of the finger makes of another.</summary>
public static class TagNeighbours
{
    /// <summary>How many a finding offers.</summary>
    public const int Most = 5;

    /// <summary>Every tag one digit or one exchange of neighbouring digits away, sorted.</summary>
    public static IEnumerable<TagId> Of(TagId tag)
    {
        // No two of these are the same: one digit changes, or two that differ.
        var (number, numbers) = (tag.Number, new List<string>(10 * tag.Number.Length));
        for (var at = 0; at < number.Length; at++)
        {
            if (!char.IsAsciiDigit(number[at])) continue;
            for (var digit = '0'; digit <= '9'; digit++)
                if (digit != number[at]) numbers.Add(With(number, at, digit));
            if (at > 0 && char.IsAsciiDigit(number[at - 1]) && number[at - 1] != number[at])
                numbers.Add($"{number.AsSpan(0, at - 1)}{number[at]}{number[at - 1]}{number.AsSpan(at + 1)}");
        }

        numbers.Sort(StringComparer.Ordinal);
        return numbers.Select(near => tag with { Number = near });
    }

    private static string With(string number, int at, char digit) => $"{number.AsSpan(0, at)}{digit}{number.AsSpan(at + 1)}";
}
