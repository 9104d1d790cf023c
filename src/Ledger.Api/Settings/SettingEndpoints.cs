using System.Globalization;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Settings;
using Ledger.EventStore;
using Ledger.Projections.Facts;
using Ledger.Projections.Queries;
using Ledger.Rules.Views;
using NodaTime;

namespace Ledger.Api.Settings;

/// <summary>GET /v1/settings and /v1/settings/{name}: what rules go by, what it was and what it will be.</summary>
internal sealed class SettingEndpoints(SettingsReader settings, IEventStore store, IClock clock, LedgerOptions options)
{
    private const int HistoryInList = 20;

    public static Task List(HttpContext context, SettingEndpoints endpoints) => endpoints.ListAsync(context);

    public static Task Get(HttpContext context, string name, SettingEndpoints endpoints) => endpoints.GetAsync(context, name);

    public static string AddressOf(string name) => $"/v1/settings/{name}";

    private async Task GetAsync(HttpContext context, string name)
    {
        if (SettingCatalogue.Find(name) is not { } setting)
            throw new RefusedException(new(Problem.NotFound, "There is no setting of this name."));
        var sequence = await store.HeadAsync(context.RequestAborted);
        var (changes, at) = await ReadAsync(context);
        var before = (int)Math.Min(Answers.NumericCursor(context) ?? int.MaxValue, int.MaxValue);
        var view = SettingView.Of(setting, changes, at, before, Answers.Limit(context));
        if (view.History is [.., var last] && changes.Any(change => change.Event.Name == setting.Name && change.Version < last.Version))
            view = view with { Next = Answers.NextLink(context, last.Version.ToString(CultureInfo.InvariantCulture)) };
        await Answers.JsonAsync(
            context, JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Plain.SettingView), sequence, changes.Count);
    }

    private async Task ListAsync(HttpContext context)
    {
        var sequence = await store.HeadAsync(context.RequestAborted);
        var (changes, at) = await ReadAsync(context);
        var limit = Answers.Limit(context);
        var page = Asked(context, changes, at).Take(limit + 1).ToList();
        var list = new SettingList(
            [.. page.Take(limit)], changes.Count, page.Count > limit ? Answers.NextLink(context, page[limit - 1].Name) : null);
        await Answers.JsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(list, ViewJson.Plain.SettingList), sequence, changes.Count);
    }

    // Those that are asked for, in the order asked for, behind the one the cursor names.
    private static IEnumerable<SettingView> Asked(HttpContext context, IReadOnlyList<SettingChange> changes, Instant at)
    {
        var (name, rule) = (Answers.Text(context, "name") ?? "", Answers.Text(context, "rule"));
        var order = Answers.Order(context, ListOrders.Settings);
        bool? isChanged = context.Request.Query.ContainsKey("changed") ? Paging.Flag(context, "changed") : null;
        var views = SettingCatalogue.All
            .Where(setting => setting.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
                && (rule is null || setting.Rules.Contains(rule)))
            .Select(setting => SettingView.Of(setting, changes, at, int.MaxValue, HistoryInList))
            .Where(setting => isChanged is null || isChanged == setting.Since is not null)
            .OrderBy(setting => order.By == SettingSort.Since ? setting.Since ?? Instant.MinValue : Instant.MinValue)
            .ThenBy(setting => setting.Name, StringComparer.Ordinal);
        var sorted = order.IsDescending ? views.Reverse() : views;
        if (Answers.Text(context, "cursor") is not { Length: > 0 } after) return sorted;
        return sorted.SkipWhile(setting => setting.Name != after).Skip(1);
    }

    // happenedBy asks for what holds for an event of that time, knownAt for what had been recorded by then.
    private async Task<(IReadOnlyList<SettingChange> Changes, Instant At)> ReadAsync(HttpContext context)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        return (await settings.ReadAsync(horizon, context.RequestAborted),
            horizon.HappenedBy ?? horizon.KnownAt ?? clock.GetCurrentInstant());
    }
}
