using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Projections.Views;
using Ledger.Rules.Facts;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ledger.Projections.Evaluation;

/// <summary>
/// A change in a register, a suspension or a late record may speak of what was recorded long ago. What it touches is put on the
/// list for the next day's close, where it is looked at page by page.
/// </summary>
public sealed class RegisterSweep(NpgsqlDataSource source, FactReader facts)
{
    internal async Task AddAsync(
        DueBatch due, IReadOnlyList<StoredEvent> page, Touched touched, long upTo, CancellationToken cancellation)
    {
        foreach (var stored in page.Where(stored => stored.Stream.Kind is "tag-series" or "site" or "area"))
            switch (RegisterIndex.Read(stored))
            {
                case TagsIssued issued: await AddIssuedAsync(issued.Tags, stored.Sequence, due, cancellation); break;
                case TagsAssigned assigned: AddAssigned(assigned, due); break;
                case TagRequestReviewed reviewed:
                    AddSiteMonths(
                        "site_id = (SELECT site_id FROM tag_allowance WHERE request_id = $2::uuid)", due, reviewed.RequestId.ToString());
                    break;
                case SiteStatusDetermined determined: AddSiteMonths("site_id = $2", due, determined.Site.Value); break;
                case SiteBaselineApproved approved:
                    AddMineralMonths("site_id = $2 AND mineral IS NOT NULL", due, approved.Site.Value);
                    break;
                case SiteChanged changed: AddMoved(changed.Site, due); break;
                case AreaProtected or AreaProtectionEnded: AddAreas("true", due); break;
                case SiteRegistered registered: AddEntered(registered.Site, stored.Sequence, due); break;
            }
        foreach (var (suspension, reports) in await facts.ReadStreamsAsync(touched.Suspensions, new(upTo), cancellation))
            AddSuspended(suspension, reports, due);
        foreach (var (from, to) in touched.Scales.Select(FactKeys.MonthsOf))
            due.Add("SELECT DISTINCT subject FROM fact_key WHERE subject > $2 AND subject < $3", from, to);
        foreach (var scale in touched.Scales) AddChangedScale(scale, page, due);
        AddLaterMonths([.. touched.AtDayClose.Select(SiteMonth.TryParse).OfType<SiteMonth>()], due);
        foreach (var month in touched.AtDayClose.Select(MineralMonth.TryParse).OfType<MineralMonth>())
            AddLater("mineral-month", "site_fact", "grams IS NOT NULL", month.Mineral, month.Month, MineralMonth.History, due);
        foreach (var month in touched.AtDayClose.Select(SupplyMonth.TryParse).OfType<SupplyMonth>())
            AddLater("supply-month", "supply_fact", "true", month.Mineral, month.Month, SupplyMonth.History, due);
    }

    // Where it is the first, the register exists from now on, and says something of all others too.
    private static void AddEntered(SiteId site, long sequence, DueBatch due)
    {
        AddSiteMonths(
            "(site_id = $2 OR NOT EXISTS (SELECT FROM site_part WHERE seq < $3::bigint))", due,
            site.Value, sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AddAreas("site_id = $2", due, site.Value);
        AddMineralMonths("site_id = $2 AND mineral IS NOT NULL", due, site.Value);
        AddDevices(site, due);
    }

    private static void AddMoved(SiteId site, DueBatch due)
    {
        AddSiteMonths("site_id = $2", due, site.Value);
        AddAreas("site_id = $2", due, site.Value);
        AddMineralMonths("site_id = $2 AND mineral IS NOT NULL", due, site.Value);
        AddDevices(site, due);
    }

    // What is known of a scale tells of what was weighed on it from then on; a day's record may overlap the month before. Of a
    // correction it is not known here what it speaks of.
    private static void AddChangedScale(string scale, IReadOnlyList<StoredEvent> page, DueBatch due)
    {
        List<Fact> told = [.. page.Where(stored => stored.Stream.Value == scale).Select(FactReader.Read).OfType<Fact>()];
        var (from, to) = told.Count == 0 || told.Exists(fact => fact.Event is ScaleRegistered) ? FactKeys.MonthsOf(scale)
            : FactKeys.MonthsOf(scale, told.Min(FactKeys.MonthOf).PlusMonths(-1));
        due.Add(
            "SELECT DISTINCT $4 || substr(subject, length($5) + 1) FROM fact_key WHERE subject > $2 AND subject < $3",
            from, to, FactKeys.ScaleTransfers, FactKeys.Scale);
        due.Add(
            """
            SELECT DISTINCT $3 || receiver || '/' || to_char(
                received_from AT TIME ZONE 'UTC' + after * interval '1 year', 'YYYY')
            FROM weighed_twice, generate_series(0, 1) AS after WHERE sent_on = $2 OR received_on = $2
            """, scale["scale:".Length..], ReceiptHistoryFacts.Kind);
    }

    // Since when a series is in the register decides what is said of all its tags.
    private async Task AddIssuedAsync(TagRange tags, long sequence, DueBatch due, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT NOT EXISTS (
                SELECT FROM issued_range other JOIN issued_range this ON this.seq = $1 AND NOT this.is_assigned
                WHERE (other.series, other.kind) = (this.series, this.kind) AND NOT other.is_assigned
                    AND other.seq <> this.seq AND other.since <= this.since)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
            AddUsed($"{Form(tags)}/", $"{Form(tags)}0", due); // '0' follows '/'
        else AddUsed(tags, due);
    }

    private static void AddAssigned(TagsAssigned assigned, DueBatch due)
    {
        AddUsed(assigned.Tags, due);
        var stock = FactKeys.StockOf(assigned.Site, assigned.Tags.Series, assigned.Tags.Kind);
        due.Add("SELECT DISTINCT subject FROM fact_key WHERE subject = $2", stock);
    }

    private static void AddUsed(TagRange tags, DueBatch due) =>
        AddUsed($"{Form(tags)}/{tags.From}", $"{Form(tags)}/{tags.To}", due);

    private static void AddUsed(string from, string to, DueBatch due) =>
        due.Add("SELECT 'tag:' || tag FROM tag WHERE tag >= $2 AND tag <= $3", from, to);

    private static string Form(TagRange tags) => $"{tags.Series}/{Code<TagKind>.Name(tags.Kind)}";

    // The months since the first notice, of all sites the subject has or holds lots of.
    private static void AddSuspended(string stream, List<Fact> reports, DueBatch due)
    {
        var from = reports.Select(fact => fact.Event).OfType<SuspensionReported>().Select(report => report.NoticedAt.Date)
            .DefaultIfEmpty().Min();
        var month = YearMonthPattern.Iso.Format(from.ToYearMonth());
        AddMineralMonths(
            "month >= $3 AND mineral IN (SELECT mineral FROM site_fact WHERE site_id = substr($2, 6) AND $2 LIKE 'site:%')", due,
            stream["suspension:".Length..], month);
        AddSiteMonths(
            """
            month >= $3 AND (site_id = substr($2, 6) AND $2 LIKE 'site:%' OR site_id IN (
                SELECT site_id FROM site_part WHERE part = $2
                UNION SELECT site_id FROM site_fact WHERE holder = substr($2, 7) AND $2 LIKE 'party:%'))
            """, due, stream["suspension:".Length..], month);
    }

    // What is usual at a site, and what it has used of its allowance, are matters of the months before.
    private static void AddLaterMonths(IReadOnlyCollection<SiteMonth> months, DueBatch due)
    {
        if (months.Count == 0) return;
        due.Add(
            """
            SELECT DISTINCT 'site-month:' || t.site || '/' || later.month
            FROM unnest($2::text[], $3::text[]) AS t (site, after) CROSS JOIN LATERAL (
                WITH RECURSIVE following (month) AS (
                    SELECT t.after COLLATE "C"
                    UNION ALL
                    SELECT (SELECT f.month FROM site_fact f WHERE f.site_id = t.site AND f.month > following.month ORDER BY f.month LIMIT 1)
                    FROM following WHERE following.month IS NOT NULL)
                SELECT month FROM following WHERE month <> t.after) AS later
            """, months.Select(each => each.Site.Value).ToArray(),
            months.Select(each => YearMonthPattern.Iso.Format(each.Month)).ToArray());
    }

    // Those in which there is anything, each asked after by itself: a month has far more rows than there are months.
    private static void AddLater(
        string kind, string table, string where, Mineral mineral, YearMonth month, int months, DueBatch due) => due.Add(
        $"""
        SELECT '{kind}:' || $2 || '/' || later.month FROM unnest($3::text[]) AS later (month)
        WHERE EXISTS (SELECT FROM {table} WHERE mineral = $2 AND month = later.month AND {where})
        """, Code<Mineral>.Name(mineral),
        Enumerable.Range(1, months).Select(after => YearMonthPattern.Iso.Format(month.PlusMonths(after))).ToArray());

    private static void AddSiteMonths(string where, DueBatch due, params object[] values) => due.Add(
        $"SELECT DISTINCT 'site-month:' || site_id || '/' || month FROM site_fact WHERE {where}", values);

    // Of all sites: which lay near what an entry took the place of is not asked.
    private static void AddAreas(string where, DueBatch due, params object[] values) => due.Add(
        $"SELECT DISTINCT 'site-areas:' || site_id FROM site_part WHERE {where}", values);

    // Those that recorded bags of the site: where it lies tells how far they went.
    private static void AddDevices(SiteId site, DueBatch due) => due.Add(
        "SELECT DISTINCT k.subject FROM site_fact f JOIN fact_key k USING (seq) WHERE f.site_id = $2 AND k.subject LIKE $3",
        site.Value, FactKeys.Device + "%");

    private static void AddMineralMonths(string where, DueBatch due, params object[] values) => due.Add(
        $"SELECT DISTINCT 'mineral-month:' || mineral || '/' || month FROM site_fact WHERE {where}", values);
}
