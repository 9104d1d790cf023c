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
    private const string OnConflict = "ON CONFLICT (subject) DO UPDATE SET due_on = least(evaluation_due.due_on, excluded.due_on)";

    public async Task RememberAsync(
        IReadOnlyList<StoredEvent> page, Touched touched, long upTo, LocalDate due, CancellationToken cancellation)
    {
        foreach (var stored in page.Where(stored => stored.Stream.Kind is "tag-series" or "site" or "area"))
            await (RegisterIndex.Read(stored) switch
            {
                TagsIssued issued => IssuedAsync(issued.Tags, stored.Sequence, due, cancellation),
                TagsAssigned assigned => AssignedAsync(assigned, due, cancellation),
                TagRequestReviewed reviewed => SiteMonthsAsync(
                    "site_id = (SELECT site_id FROM tag_allowance WHERE request_id = $2::uuid)", due, cancellation,
                    reviewed.RequestId.ToString()),
                SiteStatusDetermined determined => SiteMonthsAsync("site_id = $2", due, cancellation, determined.Site.Value),
                SiteBaselineApproved approved =>
                    MineralMonthsAsync("site_id = $2 AND mineral IS NOT NULL", due, cancellation, approved.Site.Value),
                SiteChanged changed => MovedAsync(changed.Site, due, cancellation),
                AreaProtected or AreaProtectionEnded => AreasAsync("true", due, cancellation),
                SiteRegistered registered => EnteredAsync(registered.Site, stored.Sequence, due, cancellation),
                _ => Task.CompletedTask,
            });
        foreach (var (suspension, reports) in await facts.ReadStreamsAsync(touched.Suspensions, new(upTo), cancellation))
            await SuspendedAsync(suspension, reports, due, cancellation);
        foreach (var (from, to) in touched.Scales.Select(FactKeys.MonthsOf))
            await RememberAsync("SELECT DISTINCT subject FROM fact_key WHERE subject > $2 AND subject < $3", due, cancellation, from, to);
        foreach (var scale in touched.Scales) await ScaleChangedAsync(scale, page, due, cancellation);
        await LaterMonthsAsync([.. touched.AtDayClose.Select(SiteMonth.TryParse).OfType<SiteMonth>()], due, cancellation);
        foreach (var month in touched.AtDayClose.Select(MineralMonth.TryParse).OfType<MineralMonth>())
            await LaterAsync(
                "mineral-month", "site_fact", "grams IS NOT NULL", month.Mineral, month.Month, MineralMonth.History, due, cancellation);
        foreach (var month in touched.AtDayClose.Select(SupplyMonth.TryParse).OfType<SupplyMonth>())
            await LaterAsync("supply-month", "supply_fact", "true", month.Mineral, month.Month, SupplyMonth.History, due, cancellation);
    }

    // Where it is the first, the register exists from now on, and says something of all others too.
    private async Task EnteredAsync(SiteId site, long sequence, LocalDate due, CancellationToken cancellation)
    {
        await SiteMonthsAsync(
            "(site_id = $2 OR NOT EXISTS (SELECT FROM site_part WHERE seq < $3::bigint))", due, cancellation,
            site.Value, sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await AreasAsync("site_id = $2", due, cancellation, site.Value);
        await MineralMonthsAsync("site_id = $2 AND mineral IS NOT NULL", due, cancellation, site.Value);
        await DevicesAsync(site, due, cancellation);
    }

    private async Task MovedAsync(SiteId site, LocalDate due, CancellationToken cancellation)
    {
        await SiteMonthsAsync("site_id = $2", due, cancellation, site.Value);
        await AreasAsync("site_id = $2", due, cancellation, site.Value);
        await MineralMonthsAsync("site_id = $2 AND mineral IS NOT NULL", due, cancellation, site.Value);
        await DevicesAsync(site, due, cancellation);
    }

    // What is known of a scale tells of what was weighed on it from then on; a day's record may overlap the month before. Of a
    // correction it is not known here what it speaks of.
    private async Task ScaleChangedAsync(string scale, IReadOnlyList<StoredEvent> page, LocalDate due, CancellationToken cancellation)
    {
        List<Fact> told = [.. page.Where(stored => stored.Stream.Value == scale).Select(FactReader.Read).OfType<Fact>()];
        var (from, to) = told.Count == 0 || told.Exists(fact => fact.Event is ScaleRegistered) ? FactKeys.MonthsOf(scale)
            : FactKeys.MonthsOf(scale, told.Min(FactKeys.MonthOf).PlusMonths(-1));
        await RememberAsync(
            "SELECT DISTINCT $4 || substr(subject, length($5) + 1) FROM fact_key WHERE subject > $2 AND subject < $3",
            due, cancellation, from, to, FactKeys.ScaleTransfers, FactKeys.Scale);
        await RememberAsync(
            """
            SELECT DISTINCT $3 || receiver || '/' || to_char(
                received_from AT TIME ZONE 'UTC' + after * interval '1 year', 'YYYY')
            FROM weighed_twice, generate_series(0, 1) AS after WHERE sent_on = $2 OR received_on = $2
            """, due, cancellation, scale["scale:".Length..], ReceiptHistoryFacts.Kind);
    }

    // Since when a series is in the register decides what is said of all its tags.
    private async Task IssuedAsync(TagRange tags, long sequence, LocalDate due, CancellationToken cancellation)
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
            await UsedAsync($"{Form(tags)}/", $"{Form(tags)}0", due, cancellation); // '0' follows '/'
        else await UsedAsync(tags, due, cancellation);
    }

    private async Task AssignedAsync(TagsAssigned assigned, LocalDate due, CancellationToken cancellation)
    {
        await UsedAsync(assigned.Tags, due, cancellation);
        var stock = FactKeys.StockOf(assigned.Site, assigned.Tags.Series, assigned.Tags.Kind);
        await RememberAsync("SELECT DISTINCT subject FROM fact_key WHERE subject = $2", due, cancellation, stock);
    }

    private Task UsedAsync(TagRange tags, LocalDate due, CancellationToken cancellation) =>
        UsedAsync($"{Form(tags)}/{tags.From}", $"{Form(tags)}/{tags.To}", due, cancellation);

    private Task UsedAsync(string from, string to, LocalDate due, CancellationToken cancellation) =>
        RememberAsync("SELECT 'tag:' || tag FROM tag WHERE tag >= $2 AND tag <= $3", due, cancellation, from, to);

    private static string Form(TagRange tags) => $"{tags.Series}/{Code<TagKind>.Name(tags.Kind)}";

    // The months since the first notice, of all sites the subject has or holds lots of.
    private async Task SuspendedAsync(string stream, List<Fact> reports, LocalDate due, CancellationToken cancellation)
    {
        var from = reports.Select(fact => fact.Event).OfType<SuspensionReported>().Select(report => report.NoticedAt.Date)
            .DefaultIfEmpty().Min();
        var month = YearMonthPattern.Iso.Format(from.ToYearMonth());
        await MineralMonthsAsync(
            "month >= $3 AND mineral IN (SELECT mineral FROM site_fact WHERE site_id = substr($2, 6) AND $2 LIKE 'site:%')", due,
            cancellation, stream["suspension:".Length..], month);
        await SiteMonthsAsync(
            """
            month >= $3 AND (site_id = substr($2, 6) AND $2 LIKE 'site:%' OR site_id IN (
                SELECT site_id FROM site_part WHERE part = $2
                UNION SELECT site_id FROM site_fact WHERE holder = substr($2, 7) AND $2 LIKE 'party:%'))
            """, due, cancellation, stream["suspension:".Length..], month);
    }

    // What is usual at a site, and what it has used of its allowance, are matters of the months before.
    private Task LaterMonthsAsync(IReadOnlyCollection<SiteMonth> months, LocalDate due, CancellationToken cancellation)
    {
        if (months.Count == 0) return Task.CompletedTask;
        return RememberAsync(
            """
            SELECT DISTINCT 'site-month:' || t.site || '/' || later.month
            FROM unnest($2::text[], $3::text[]) AS t (site, after) CROSS JOIN LATERAL (
                WITH RECURSIVE following (month) AS (
                    SELECT t.after COLLATE "C"
                    UNION ALL
                    SELECT (SELECT f.month FROM site_fact f WHERE f.site_id = t.site AND f.month > following.month ORDER BY f.month LIMIT 1)
                    FROM following WHERE following.month IS NOT NULL)
                SELECT month FROM following WHERE month <> t.after) AS later
            """, due, cancellation, months.Select(each => each.Site.Value).ToArray(),
            months.Select(each => YearMonthPattern.Iso.Format(each.Month)).ToArray());
    }

    // Those in which there is anything, each asked after by itself: a month has far more rows than there are months.
    private Task LaterAsync(
        string kind, string table, string where, Mineral mineral, YearMonth month, int months, LocalDate due,
        CancellationToken cancellation) => RememberAsync(
        $"""
        SELECT '{kind}:' || $2 || '/' || later.month FROM unnest($3::text[]) AS later (month)
        WHERE EXISTS (SELECT FROM {table} WHERE mineral = $2 AND month = later.month AND {where})
        """, due, cancellation, Code<Mineral>.Name(mineral),
        Enumerable.Range(1, months).Select(after => YearMonthPattern.Iso.Format(month.PlusMonths(after))).ToArray());

    private Task SiteMonthsAsync(string where, LocalDate due, CancellationToken cancellation, params object[] values) => RememberAsync(
        $"SELECT DISTINCT 'site-month:' || site_id || '/' || month FROM site_fact WHERE {where}", due, cancellation, values);

    // Of all sites: which lay near what an entry took the place of is not asked.
    private Task AreasAsync(string where, LocalDate due, CancellationToken cancellation, params object[] values) => RememberAsync(
        $"SELECT DISTINCT 'site-areas:' || site_id FROM site_part WHERE {where}", due, cancellation, values);

    // Those that recorded bags of the site: where it lies tells how far they went.
    private Task DevicesAsync(SiteId site, LocalDate due, CancellationToken cancellation) => RememberAsync(
        "SELECT DISTINCT k.subject FROM site_fact f JOIN fact_key k USING (seq) WHERE f.site_id = $2 AND k.subject LIKE $3", due,
        cancellation, site.Value, FactKeys.Device + "%");

    private Task MineralMonthsAsync(string where, LocalDate due, CancellationToken cancellation, params object[] values) => RememberAsync(
        $"SELECT DISTINCT 'mineral-month:' || mineral || '/' || month FROM site_fact WHERE {where}", due, cancellation, values);

    private async Task RememberAsync(string subjects, LocalDate due, CancellationToken cancellation, params object[] values)
    {
        await using var command = source.CreateCommand(
            $"INSERT INTO evaluation_due (subject, due_on) SELECT touched.subject, $1 FROM ({subjects}) AS touched (subject) {OnConflict}");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = due.ToDateOnly() });
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
