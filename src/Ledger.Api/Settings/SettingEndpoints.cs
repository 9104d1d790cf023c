using System.Globalization;
using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.Guarded.Settings;
using Ledger.EventStore;
using Ledger.Projections.Facts;
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
        var (limit, after) = (Answers.Limit(context), Answers.Text(context, "cursor") ?? "");
        var page = SettingCatalogue.All.Where(setting => string.CompareOrdinal(setting.Name, after) > 0).Take(limit + 1).ToList();
        var list = new SettingList(
            [.. page.Take(limit).Select(setting => SettingView.Of(setting, changes, at, int.MaxValue, HistoryInList))], changes.Count,
            page.Count > limit ? Answers.NextLink(context, page[limit - 1].Name) : null);
        await Answers.JsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(list, ViewJson.Plain.SettingList), sequence, changes.Count);
    }

    // happenedBy asks for what holds for an event of that time, knownAt for what had been recorded by then.
    private async Task<(IReadOnlyList<SettingChange> Changes, Instant At)> ReadAsync(HttpContext context)
    {
        var horizon = Moment.Of(context, options.TimeZone);
        return (await settings.ReadAsync(horizon, context.RequestAborted),
            horizon.HappenedBy ?? horizon.KnownAt ?? clock.GetCurrentInstant());
    }
}
