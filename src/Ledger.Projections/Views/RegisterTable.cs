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

    private static readonly ViewTable<(TagsRequested Asked, long Sequence)> Requests = new(
        "tag_allowance", ["request_id"],
        new ViewColumn<(TagsRequested Asked, long Sequence), Guid>("request_id", row => row.Asked.RequestId.Value),
        new ViewColumn<(TagsRequested Asked, long Sequence), string>("site_id", row => row.Asked.Site.Value),
        new ViewColumn<(TagsRequested Asked, long Sequence), long>("asked_seq", row => row.Sequence));

    private static readonly ViewTable<(string Part, string Site, long Sequence)> Sites = new(
        "registered_site", ["part", "site_id"],
        new ViewColumn<(string Part, string Site, long Sequence), string>("part", row => row.Part),
        new ViewColumn<(string Part, string Site, long Sequence), string>("site_id", row => row.Site),
        new ViewColumn<(string Part, string Site, long Sequence), long>("seq", row => row.Sequence));

    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<StoredEvent> page, CancellationToken cancellation)
    {
        var entered = page.Where(stored => stored.Stream.Kind is "tag-series" or "site").Select(stored => (stored, Event: Read(stored))).ToList();
        await Ranges.UpsertAsync(connection, [.. entered.Select(each => (What: RegisteredTags.Of(each.Event, each.stored.RecordedAt), each.stored))
            .Where(each => each.What is not null).Select(each => new Entered<RegisteredTags>(each.What!, each.stored.Sequence))], cancellation);
        await Requests.UpsertAsync(connection, [.. entered.Where(each => each.Event is TagsRequested)
            .Select(each => ((TagsRequested)each.Event, each.stored.Sequence))], cancellation);
        foreach (var (stored, review) in entered)
            if (review is TagRequestReviewed reviewed) await AllowAsync(connection, reviewed, stored, cancellation);
        await Sites.UpsertAsync(connection, [.. entered.SelectMany(each => PartsOf(each.Event)
            .Select(part => (part.Part, part.Site, each.stored.Sequence))).DistinctBy(row => (row.Part, row.Site))], cancellation);
    }

    private static async Task AllowAsync(
        NpgsqlConnection connection, TagRequestReviewed reviewed, StoredEvent stored, CancellationToken cancellation)
    {
        if (reviewed.Verdict != Verdict.Approved) return;
        await using var command = new NpgsqlCommand(
            "UPDATE tag_allowance SET tags = $2, since = $3, seq = $4 WHERE request_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = reviewed.RequestId.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = reviewed.Allowance });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = TagAllowance.SinceOf(reviewed, stored.RecordedAt).ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = stored.Sequence });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Itself, and what it lies in and belongs to.
    private static IEnumerable<(string Part, string Site)> PartsOf(LedgerEvent entered)
    {
        var (site, description) = entered switch
        {
            SiteRegistered registered => (registered.Site, registered.Description),
            SiteChanged changed => (changed.Site, changed.Description),
            _ => (default, null),
        };
        if (description is null) return [];
        IEnumerable<SuspensionSubject> parts = [new(site, null, null, null), new(null, null, description.Country, null)];
        if (description.Area is { } area) parts = parts.Append(new(null, area, null, null));
        if (description.Operator is { } party) parts = parts.Append(new(null, null, null, party));
        return parts.Select(part => (part.ToString(), site.Value));
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
