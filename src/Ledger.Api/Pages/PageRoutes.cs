using Ledger.Api.Auth;
using Ledger.Api.Hosting;
using Ledger.Api.Http;
using Ledger.Api.Pages.Admin;
using Ledger.Api.Pages.Balance;
using Ledger.Api.Pages.Desk;
using Ledger.Api.Pages.Desk.Lists;
using Ledger.Api.Pages.Desk.Sheets;
using Ledger.Api.Pages.Events;
using Ledger.Api.Pages.Findings;
using Ledger.Api.Pages.House;
using Ledger.Api.Pages.Log;
using Ledger.Api.Pages.Lots;
using Ledger.Api.Pages.Parties;
using Ledger.Api.Pages.Runs;
using Ledger.Api.Pages.SignIn;
using Ledger.Api.Pages.Sites;
using Ledger.Api.Pages.TagChecks;
using Ledger.Api.Pages.Transfers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Pages;

/// <summary>Every page, and what pages are made with.</summary>
internal static class PageRoutes
{
    // A sheet, or the rows of a long delivery.
    private const int MostFormBytes = 16 << 20;
    private const int MostTextLength = 4 << 20;
    private const int MostFields = 20_000;

    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/", FrontDoor.Handle).IsPublic().ExcludeFromDescription();
        app.MapGet("/assets/{file}", AssetFiles.Handle).IsPublic().ExcludeFromDescription();
        foreach (var language in Language.All) Map(new(app, language));
    }

    private static void Map(PageGroup pages)
    {
        pages.Get("/", TagCheckPage.ShowAsync);
        pages.Get("/tag-check", TagCheckPage.ShowAsync);
        pages.Get("/sign-in", SignInPage.ShowAsync);
        pages.Post("/sign-in", SignInPage.TakeAsync);
        pages.Get("/sign-in/provider", ProviderPage.SendAsync);
        pages.Get("/sign-in/return", ProviderPage.ReturnAsync);
        pages.Post("/sign-out", SignInPage.SignOutAsync);
        pages.Get("/lots", LotsPage.ShowAsync);
        pages.Get("/lots/{id}", LotPage.ShowAsync);
        pages.Get("/lots/{id}/dossier.zip", LotPage.DownloadAsync);
        pages.Get("/lots/{id}/balance.csv", LotPage.DownloadBalanceAsync);
        pages.Get("/lots/{id}/provenance", ProvenancePage.ShowAsync);
        pages.Get("/tags/{series}/{kind}/{number}", TagPage.ShowAsync);
        pages.Get("/tags/{series}/{kind}/{number}/dossier.zip", TagPage.DownloadAsync);
        pages.Get("/sites", SitesPage.ShowAsync);
        pages.Get("/sites/balance.csv", SitesPage.DownloadBalanceAsync);
        pages.Get("/sites/{id}", SitePage.ShowAsync);
        pages.Get("/sites/{id}/balance.csv", SitePage.DownloadBalanceAsync);
        pages.Get("/runs", RunsPage.ShowAsync);
        pages.Get("/runs/{id}", RunPage.ShowAsync);
        pages.Get("/sales/{id}", TransferPages.ShowSaleAsync);
        pages.Get("/movements/{id}", TransferPages.ShowMovementAsync);
        pages.Get("/parties", PartyPage.ListAsync);
        pages.Get("/parties/{id}", PartyPage.ShowAsync);
        pages.Get("/parties/{id}/balance", BalancePage.ShowAsync);
        pages.Get("/parties/{id}/balance.csv", BalancePage.DownloadAsync);
        pages.Get("/parties/{id}/stock.csv", BalancePage.DownloadStockAsync);
        pages.Get("/parties/{id}/reconciliation.csv", BalancePage.DownloadReconciliationAsync);
        pages.Get("/parties/{id}/supply", SupplyPage.ShowAsync);
        pages.Get("/parties/{id}/supply.csv", SupplyPage.DownloadAsync);
        pages.Get("/log", LogPage.ShowAsync);
        pages.Get("/events", EventsPage.ShowAsync);
        pages.Get("/events/{sequence:long:min(1)}", EventsPage.DownloadAsync);
        pages.Get("/log/verify", VerifyPage.ShowAsync);
        pages.Get("/findings", FindingsPage.ShowAsync);
        pages.Get("/findings/{id}", FindingPage.ShowAsync);
        pages.Post("/findings/{id}", FindingPage.AnswerAsync);
        pages.Get("/incidents", IncidentsPage.ShowAsync);
        MapDesk(pages);
        MapAdmin(pages);
        pages.Get("/{**other}", visit => ErrorPage.ShowAsync(visit, new(Problem.NotFound)));
    }

    private static void MapDesk(PageGroup pages)
    {
        pages.Get("/desk", DeskPage.ShowAsync);
        pages.Get("/desk/record/{type}", RecordFormPage.ShowAsync);
        pages.Post("/desk/record/{type}", RecordFormPage.TakeAsync);
        pages.Get("/desk/records/{id:guid}", RecordPage.ShowAsync);
        pages.Get("/desk/records/{id:guid}/correct", CorrectionPage.ShowAsync);
        pages.Post("/desk/records/{id:guid}/correct", CorrectionPage.TakeAsync);
        pages.Get("/desk/sheet", SheetPage.ShowAsync);
        pages.Post("/desk/sheet", SheetPage.TakeAsync);
        pages.Get("/desk/sheet/{layout}.csv", SheetPage.TemplateAsync);
        pages.Get("/desk/sheet/{id:guid}", PreviewPage.ShowAsync);
        pages.Post("/desk/sheet/{id:guid}", PreviewPage.TakeAsync);
        pages.Get("/desk/imports/{id}", ImportPage.ShowAsync);
        pages.Get("/desk/tag-list", TagListPage.ShowAsync);
        pages.Get("/desk/packing-list/{id}", PackingListPage.ShowAsync);
    }

    private static void MapAdmin(PageGroup pages)
    {
        pages.Get("/admin", StatePage.ShowAsync);
        pages.Post("/admin/rebuild", StatePage.RebuildAsync);
        pages.Get("/admin/keys", KeysPage.ListAsync);
        pages.Get("/admin/keys/new", KeysPage.AskAsync);
        pages.Post("/admin/keys/new", KeysPage.MakeAsync);
        pages.Post("/admin/keys/{id}/revoke", KeysPage.RevokeAsync);
        pages.Get("/admin/settings", SettingsPage.ListAsync);
        pages.Get("/admin/settings/{name}", SettingsPage.ShowAsync);
        pages.Post("/admin/settings/{name}", SettingsPage.ChangeAsync);
    }

    public static IServiceCollection AddPages(this IServiceCollection services, LedgerOptions options, DataFolder data)
    {
        services.AddSingleton<OwnApi>().AddSingleton<Session>().AddSingleton<Drawing>().AddSingleton<PageParts>();
        services.AddSingleton(Drawing.Encoder).AddSingleton<SignInPage>();
        services.AddSingleton<SheetShelf>().AddSingleton<SheetPage>().AddSingleton<PreviewPage>().AddSingleton<ImportPage>();
        services.Configure<FormOptions>(forms =>
            (forms.MultipartBodyLengthLimit, forms.ValueLengthLimit, forms.ValueCountLimit) = (MostFormBytes, MostTextLength, MostFields));
        services.AddDataProtection().SetApplicationName(options.Name)
            .PersistKeysToFileSystem(new(data.PrivateFolder(Path.Combine("keys", "pages"))));
        services.AddAntiforgery(forms =>
        {
            (forms.Cookie.Name, forms.FormFieldName, forms.SuppressXFrameOptionsHeader) = ("ledger-form", "form-token", true);
            (forms.Cookie.HttpOnly, forms.Cookie.SameSite) = (true, SameSiteMode.Strict);
        });
        return services.AddResponseCompression(compression => compression.EnableForHttps = true); // form tokens differ each time
    }

    /// <summary>Compresses pages and assets, and lets pages ask what lies behind.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UseWhen(context => IsPage(context.Request.Path), pages => pages.UseResponseCompression());
        var api = app.Services.GetRequiredService<OwnApi>();
        app.Use(next =>
        {
            api.StandBefore(next);
            return next;
        });
    }

    public static bool IsPage(PathString path) => path == "/" || path.StartsWithSegments("/assets", StringComparison.Ordinal)
        || Language.All.Any(language => path.StartsWithSegments("/" + language.Code, StringComparison.Ordinal));
}
