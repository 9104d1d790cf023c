using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Rules.Facts;
using Ledger.Transparency.Leaves;
using Npgsql;

namespace Ledger.Projections.Views;

/// <summary>
/// What guarded events entered in the registers, by what rules ask of them: what holds a number, what lies in an area, since when.
/// Nothing corrects these, so each row is written once. What people ask of registers is in <see cref="RegisterTables"/>.
/// </summary>
internal static class RegisterIndex
{
    private static readonly ViewTable<(RegisteredTags Range, long Sequence)> Ranges = new(
        "issued_range", ["series", "kind", "is_assigned", "prefix", "digits", "from_number"],
        new ViewColumn<(RegisteredTags Range, long Sequence), string>("series", row => row.Range.Tags.Series),
        new ViewColumn<(RegisteredTags Range, long Sequence), string>("kind", row => Code<TagKind>.Name(row.Range.Tags.Kind)),
        new ViewColumn<(RegisteredTags Range, long Sequence), bool>("is_assigned", row => row.Range.Site is not null),
        new ViewColumn<(RegisteredTags Range, long Sequence), string>("prefix", row => TagNumber.Prefix(row.Range.Tags.From)),
        new ViewColumn<(RegisteredTags Range, long Sequence), int>("digits", row => TagNumber.Digits(row.Range.Tags.From)),
        new ViewColumn<(RegisteredTags Range, long Sequence), string>("from_number", row => row.Range.Tags.From),
        new ViewColumn<(RegisteredTags Range, long Sequence), string>("to_number", row => row.Range.Tags.To),
        new ViewColumn<(RegisteredTags Range, long Sequence), string?>("site_id", row => row.Range.Site?.Value),
        new ViewColumn<(RegisteredTags Range, long Sequence), DateTime>("since", row => row.Range.Since.ToDateTimeUtc()),
        new ViewColumn<(RegisteredTags Range, long Sequence), long>("seq", row => row.Sequence));

    private static readonly ViewTable<(TagsRequested Asked, long Sequence)> Requests = new(
        "tag_allowance", ["request_id"],
        new ViewColumn<(TagsRequested Asked, long Sequence), Guid>("request_id", row => row.Asked.RequestId.Value),
        new ViewColumn<(TagsRequested Asked, long Sequence), string>("site_id", row => row.Asked.Site.Value),
        new ViewColumn<(TagsRequested Asked, long Sequence), long>("asked_seq", row => row.Sequence));

    private static readonly ViewTable<(SiteBaselineApproved Approved, long Sequence)> Baselines = new(
        "site_baseline", ["site_id", "seq"],
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), string>("site_id", row => row.Approved.Site.Value),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), long>("seq", row => row.Sequence),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), Guid>("command_id", row => row.Approved.CommandId.Value),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), DateOnly>("from_day", row => row.Approved.From.ToDateOnly()),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), int?>("miners", row => row.Approved.ActiveMiners),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), long?>("monthly_g", row => row.Approved.MonthlyKg?.Grams),
        new ViewColumn<(SiteBaselineApproved Approved, long Sequence), long?>("capacity_g", row => row.Approved.CapacityKg?.Grams));

    private static readonly ViewTable<(AreaProtected Area, long Sequence)> Areas = new(
        "area_box", ["area_id", "seq"],
        new ViewColumn<(AreaProtected Area, long Sequence), string>("area_id", row => row.Area.Area.Value),
        new ViewColumn<(AreaProtected Area, long Sequence), long>("seq", row => row.Sequence),
        new ViewColumn<(AreaProtected Area, long Sequence), decimal>("west", row => row.Area.Box.West),
        new ViewColumn<(AreaProtected Area, long Sequence), decimal>("south", row => row.Area.Box.South),
        new ViewColumn<(AreaProtected Area, long Sequence), decimal>("east", row => row.Area.Box.East),
        new ViewColumn<(AreaProtected Area, long Sequence), decimal>("north", row => row.Area.Box.North));

    public static void Write(ViewBatch batch, IReadOnlyList<StoredEvent> page)
    {
        var (ranges, requests) = (new List<(RegisteredTags, long)>(), new List<(TagsRequested, long)>());
        var (reviews, sites) = (new List<(TagRequestReviewed, StoredEvent)>(), new List<(string, string, long)>());
        foreach (var stored in page.Where(stored => stored.Stream.Kind is "tag-series" or "site"))
        {
            var entered = Read(stored);
            if (RegisteredTags.Of(entered, stored.RecordedAt) is { } range) ranges.Add((range, stored.Sequence));
            if (entered is TagsRequested asked) requests.Add((asked, stored.Sequence));
            if (entered is TagRequestReviewed { Verdict: Verdict.Approved } reviewed) reviews.Add((reviewed, stored));
            sites.AddRange(PartsOf(entered).Select(part => (part.Part, part.Site, stored.Sequence)));
        }

        Baselines.Upsert(batch, [.. page.Where(stored => stored.Type == "site_baseline_approved")
            .Select(stored => ((SiteBaselineApproved)Read(stored), stored.Sequence))]);
        Areas.Upsert(batch, [.. page.Where(stored => stored.Type == "area_protected")
            .Select(stored => ((AreaProtected)Read(stored), stored.Sequence))]);
        Ranges.Upsert(batch, ranges);
        Requests.Upsert(batch, requests);
        foreach (var (reviewed, stored) in reviews) Allow(batch, reviewed, stored);
        if (sites.Count > 0) AddSites(batch, sites);
    }

    /// <summary>The event itself.</summary>
    internal static LedgerEvent Read(StoredEvent stored) =>
        Leaf.Parse(stored.Bytes).ReadEvent();

    private static void Allow(ViewBatch batch, TagRequestReviewed reviewed, StoredEvent stored) => batch.Add(
        "UPDATE tag_allowance SET tags = $2, since = $3, seq = $4 WHERE request_id = $1",
        new object[]
        {
            reviewed.RequestId.Value, reviewed.Allowance,
            TagAllowance.SinceOf(reviewed, stored.RecordedAt).ToDateTimeUtc(), stored.Sequence,
        }.Select(value => new NpgsqlParameter { Value = value }));

    // The first entry of each part stays: where a site ever lay, an order may still name.
    private static void AddSites(ViewBatch batch, List<(string Part, string Site, long Sequence)> sites) => batch.Add(
        "INSERT INTO site_part (part, site_id, seq) SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING",
        new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => site.Part)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. sites.Select(site => site.Site)] },
        new NpgsqlParameter<long[]> { TypedValue = [.. sites.Select(site => site.Sequence)] });

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
        List<SuspensionSubject> parts = [new(site, null, null, null), new(null, null, description.Country, null)];
        if (description.Area is { } area) parts.Add(new(null, area, null, null));
        if (description.Operator is { } party) parts.Add(new(null, null, null, party));
        return parts.Select(part => (part.ToString(), site.Value));
    }
}

/// <summary>How the register orders tag numbers: those of one form follow each other.</summary>
internal static class TagNumber
{
    public static string Prefix(string number) => number[..^Digits(number)];

    public static int Digits(string number) => number.Length - 1 - number.AsSpan().LastIndexOfAnyExceptInRange('0', '9');
}
