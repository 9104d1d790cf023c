using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>What guarded events entered in the registers, by what rules ask of them. Nothing corrects these: each row is written once.</summary>
internal static class RegisterTable
{
    private static readonly ViewTable<Entered<RegisteredTags>> Ranges = new(
        "tag_range", ["series", "kind", "is_assigned", "prefix", "digits", "from_number"],
        new ViewColumn<Entered<RegisteredTags>, string>("series", range => range.What.Tags.Series),
        new ViewColumn<Entered<RegisteredTags>, string>("kind", range => Code<TagKind>.Name(range.What.Tags.Kind)),
        new ViewColumn<Entered<RegisteredTags>, bool>("is_assigned", range => range.What.Site is not null),
        new ViewColumn<Entered<RegisteredTags>, string>("prefix", range => TagNumber.Prefix(range.What.Tags.From)),
        new ViewColumn<Entered<RegisteredTags>, int>("digits", range => TagNumber.Digits(range.What.Tags.From)),
        new ViewColumn<Entered<RegisteredTags>, string>("from_number", range => range.What.Tags.From),
        new ViewColumn<Entered<RegisteredTags>, string>("to_number", range => range.What.Tags.To),
        new ViewColumn<Entered<RegisteredTags>, string?>("site_id", range => range.What.Site?.Value),
        new ViewColumn<Entered<RegisteredTags>, DateTime>("since", range => range.What.Since.ToDateTimeUtc()),
        new ViewColumn<Entered<RegisteredTags>, long>("seq", range => range.Sequence));

    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        var ranges = new List<Entered<RegisteredTags>>();
        foreach (var stored in page.Where(stored => stored.Stream.IsGuarded))
            if (RegisteredTags.Of(Read(stored), stored.RecordedAt) is { } range) ranges.Add(new(range, stored.Sequence));
        await Ranges.UpsertAsync(connection, ranges, cancellation);
    }

    /// <summary>The event itself.</summary>
    internal static LedgerEvent Read(StoredEvent stored) =>
        EventTypes.Deserialize(stored.Type, Leaf.Parse(stored.Bytes).Data.Span);

    private sealed record Entered<T>(T What, long Sequence);
}

/// <summary>How the register orders tag numbers: those of one form follow each other.</summary>
internal static class TagNumber
{
    public static string Prefix(string number) => number[..^Digits(number)];

    public static int Digits(string number) => number.Length - 1 - number.AsSpan().LastIndexOfAnyExceptInRange('0', '9');
}
