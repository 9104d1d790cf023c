using System.Net;
using Ledger.Api.Admin;
using Ledger.Api.Areas;
using Ledger.Api.Auth;
using Ledger.Api.Capture;
using Ledger.Api.Dossiers;
using Ledger.Api.Events;
using Ledger.Api.Guarded;
using Ledger.Api.Hosting;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Api.Keys;
using Ledger.Api.OpenApi;
using Ledger.Api.Pages;
using Ledger.Api.Parties;
using Ledger.Api.Proofs;
using Ledger.Api.Reading;
using Ledger.Api.Reading.Secrecy;
using Ledger.Api.Sealed;
using Ledger.Api.Settings;
using Ledger.Api.SignOn;
using Ledger.Api.Sites;
using Ledger.Api.TagChecks;
using Ledger.Api.Tags;
using Ledger.EventStore;
using Ledger.EventStore.Keys;
using Ledger.EventStore.Reading;
using Ledger.Projections.Dossiers;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Heads;
using Ledger.Projections.Hosting;
using Ledger.Projections.Integration;
using Ledger.Projections.Queries;
using Ledger.Projections.Views;
using NodaTime;
using Npgsql;

namespace Ledger.Api;

/// <summary>The service: what it is made of, and every route it answers.</summary>
public static class LedgerApp
{
    /// <summary>Opens the database and puts the service together; it listens once it is started.</summary>
    /// <exception cref="StartException">It must not start like this; other exceptions as for opening the database.</exception>
    public static async Task<WebApplication> BuildAsync(LedgerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = await Database.OpenAsync(options, cancellation);
        var data = new DataFolder(options); // after: a start that is refused leaves nothing behind
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Configure(builder, options);
        AddParts(builder.Services, options, data, database);
        var app = builder.Build();
        app.Services.GetRequiredService<Database>(); // so that it is disposed with the rest, and last
        UsePipeline(app);
        MapRoutes(app);
        return app;
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapPost("/v1/custody-events", PostCustodyEvents.Handle)
            .Requires(Operation.PostCustodyEvents).Describe(Descriptions.PostCustodyEvents);
        app.MapGet("/v1/custody-events", ListCustodyEvents.Handle)
            .Requires(Operation.ReadOwnCustodyEvent).Describe(Descriptions.ListCustodyEvents);
        app.MapGet("/v1/custody-events/{id:guid}", GetCustodyEvent.Handle)
            .Requires(Operation.ReadOwnCustodyEvent).Describe(Descriptions.GetCustodyEvent);
        app.MapGet("/v1/custody-events/{id:guid}/sealed/{kind}", GetSealedPart.Handle)
            .Requires(Operation.ReadOwnCustodyEvent).Describe(Descriptions.GetSealedPart);
        app.MapDelete("/v1/custody-events/{id:guid}/sealed/{kind}", DeleteSealedPart.Handle)
            .Requires(Operation.EraseSealedParts).Describe(Descriptions.DeleteSealedPart);
        app.MapGet("/v1/imports/{id}", GetImport.Handle)
            .Requires(Operation.ReadOwnImport).Describe(Descriptions.GetImport);
        app.MapGet("/v1/imports/{id}/results", GetImportResults.Handle)
            .Requires(Operation.ReadOwnImport).Describe(Descriptions.GetImportResults);
        app.MapGet("/v1/events", GetEvents.Handle).Requires(Operation.ReadEvents).Describe(Descriptions.GetEvents);

        app.MapGet("/v1/lots", LotEndpoints.List).Requires(Operation.ReadLots).Describe(Descriptions.ListLots);
        app.MapGet("/v1/lots/{id}", LotEndpoints.Get).Requires(Operation.ReadLots).Describe(Descriptions.GetLot);
        app.MapGet("/v1/lots/{id}/history", LotEndpoints.GetHistory).Requires(Operation.ReadLots).Describe(Descriptions.GetLotHistory);
        app.MapGet("/v1/lots/{id}/provenance", LotEndpoints.GetProvenance)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetLotProvenance);
        app.MapGet("/v1/lots/{id}/destinations", LotEndpoints.GetDestinations)
            .Requires(Operation.ReadDestinations).Describe(Descriptions.GetLotDestinations);
        app.MapGet("/v1/lots/{id}/dossier.zip", DossierEndpoints.GetOfLot)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetLotDossier);
        app.MapGet("/v1/tags/{series}/{kind}/{number}", TagEndpoints.Get).Requires(Operation.ReadLots).Describe(Descriptions.GetTag);
        app.MapGet("/v1/tags/{series}/{kind}/{number}/provenance", TagEndpoints.GetProvenance)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetTagProvenance);
        app.MapGet("/v1/tags/{series}/{kind}/{number}/dossier.zip", DossierEndpoints.GetOfTag)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetTagDossier);
        app.MapGet("/v1/runs", OtherEndpoints.ListRuns).Requires(Operation.ReadLots).Describe(Descriptions.ListRuns);
        app.MapGet("/v1/runs/{id}", OtherEndpoints.GetRun).Requires(Operation.ReadLots).Describe(Descriptions.GetRun);
        app.MapGet("/v1/movements/{id}", TransferEndpoints.GetMovement).Requires(Operation.ReadLots).Describe(Descriptions.GetMovement);
        app.MapGet("/v1/sales/{id}", TransferEndpoints.GetSale).Requires(Operation.ReadLots).Describe(Descriptions.GetSale);
        app.MapGet("/v1/parties/{id}/holdings", OtherEndpoints.GetHoldings).Requires(Operation.ReadLots).Describe(Descriptions.GetHoldings);
        MapBalances(app);
        app.MapGet("/v1/findings", FindingEndpoints.ListFindings).Requires(Operation.ReadFindings).Describe(Descriptions.ListFindings);
        app.MapGet("/v1/findings/{id:guid}", FindingEndpoints.GetFinding)
            .Requires(Operation.ReadFindings).Describe(Descriptions.GetFinding);
        app.MapGet("/v1/incidents", FindingEndpoints.ListIncidents).Requires(Operation.ReadFindings).Describe(Descriptions.ListIncidents);
        app.MapGet("/v1/incidents/{id:guid}", FindingEndpoints.GetIncident)
            .Requires(Operation.ReadFindings).Describe(Descriptions.GetIncident);

        MapLog(app);
        app.MapGet("/v1/settings", SettingEndpoints.List).Requires(Operation.ReadSettings).Describe(Descriptions.ListSettings);
        app.MapGet("/v1/settings/{name}", SettingEndpoints.Get).Requires(Operation.ReadSettings).Describe(Descriptions.GetSetting);

        app.MapRegisters();

        app.MapGet("/v1/caller", GetCaller.Handle).Requires(Operation.ReadCaller).Describe(Descriptions.GetCaller);
        app.MapPost("/v1/keys", PostKey.Handle).Requires(Operation.ManageKeys).Describe(Descriptions.PostKey);
        app.MapGet("/v1/keys", GetKeys.Handle).Requires(Operation.ManageKeys).Describe(Descriptions.GetKeys);
        app.MapDelete("/v1/keys/{id}", DeleteKey.Handle)
            .Requires(Operation.ManageKeys).Describe(Descriptions.DeleteKey);

        app.MapGet("/v1/admin/state", StateEndpoint.Get).Requires(Operation.ReadState).Describe(Descriptions.GetState);
        app.MapPost("/v1/admin/rebuild", PostRebuild.Handle).Requires(Operation.RebuildViews).Describe(Descriptions.PostRebuild);
        app.MapGet("/v1/admin/rebuild/{id:guid}", GetRebuild.Handle).Requires(Operation.RebuildViews).Describe(Descriptions.GetRebuild);

        app.MapGet("/health/live", GetLive.Handle).IsPublic().Describe(Descriptions.GetLive);
        app.MapGet("/health/ready", GetReady.Handle).IsPublic().Describe(Descriptions.GetReady);
        app.MapGet("/problems/{name}", GetProblem.Handle).IsPublic().Describe(Descriptions.GetProblem);
        app.MapOpenApi("/openapi/{documentName}.json").IsPublic();
        app.MapPages();
    }

    private static void MapBalances(WebApplication app)
    {
        app.MapGet("/v1/lots/{id}/balance", LotBalanceEndpoints.Get).Requires(Operation.ReadAnyLot).Describe(Descriptions.GetLotBalance);
        app.MapGet("/v1/lots/{id}/balance.csv", LotBalanceEndpoints.GetSheet)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetLotBalanceSheet);
        app.MapGet("/v1/parties/{id}/balance", BalanceEndpoints.Get).Requires(Operation.ReadLots).Describe(Descriptions.GetBalance);
        app.MapGet("/v1/parties/{id}/balance.csv", BalanceEndpoints.GetSheet)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetBalanceSheet);
        app.MapGet("/v1/parties/{id}/stock.csv", BalanceEndpoints.GetStockSheet)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetStockSheet);
        app.MapGet("/v1/parties/{id}/reconciliation.csv", BalanceEndpoints.GetReconciliationSheet)
            .Requires(Operation.ReadLots).Describe(Descriptions.GetReconciliationSheet);
        app.MapGet("/v1/parties/{id}/supply", SupplyBalanceEndpoints.Get)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetSupplyBalance);
        app.MapGet("/v1/parties/{id}/supply.csv", SupplyBalanceEndpoints.GetSheet)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetSupplyBalanceSheet);
    }

    private static void MapLog(WebApplication app)
    {
        app.MapGet("/checkpoint", TileEndpoints.GetCheckpoint).IsPublic().Describe(Descriptions.GetCheckpoint);
        app.MapGet("/tile/{**path}", TileEndpoints.GetTile).IsPublic().Describe(Descriptions.GetTile);
        app.MapGet("/tile/entries/{**path}", TileEndpoints.GetEntries).Requires(Operation.ReadEvents).Describe(Descriptions.GetEntries);
        app.MapGet("/v1/log/proof", ProofEndpoints.GetProof).IsPublic().Describe(Descriptions.GetProof);
        app.MapGet("/v1/log/consistency", ProofEndpoints.GetConsistency).IsPublic().Describe(Descriptions.GetConsistency);
        app.MapGet("/v1/log/key", ProofEndpoints.GetKey).IsPublic().Describe(Descriptions.GetLogKey);
        app.MapGet("/v1/log/heads", HeadsEndpoints.Get).Requires(Operation.ReadHeads).Describe(Descriptions.GetHeads);
        app.MapPost("/v1/log/heads", HeadsEndpoints.Post).Requires(Operation.TakeHeads).Describe(Descriptions.PostHeads);
        app.MapGet("/v1/log/kept/records", KeptEndpoints.GetRecords).Requires(Operation.ReadKeptRows).Describe(Descriptions.GetKeptRecords);
        app.MapGet("/v1/log/kept/sealed", KeptEndpoints.GetSealed).Requires(Operation.ReadKeptRows).Describe(Descriptions.GetKeptSealed);
        app.MapGet("/v1/log/kept/heads", KeptEndpoints.GetHeads).Requires(Operation.ReadKeptRows).Describe(Descriptions.GetKeptHeads);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UsePages();
        app.UseProblems();
        app.UseRouting();
        app.UseGuard();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal), docs => docs.UseSwaggerUI(ui =>
        {
            (ui.RoutePrefix, ui.DocumentTitle) = ("docs", "Ledger API");
            ui.SwaggerEndpoint("/openapi/v1.json", "Ledger v1");
        }));
    }

    private static void AddParts(IServiceCollection services, LedgerOptions options, DataFolder data, Database database)
    {
        services.AddSingleton(options).AddSingleton(data).AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(_ => database); // by a factory, so that the container disposes it
        services.AddSingleton(database.Source);
        services.AddSingleton<IEventStore, PostgresEventStore>();
        services.AddSingleton<CustodyRecords>().AddSingleton<KeptRows>().AddSingleton<EventSearch>();
        services.AddSingleton<KeyStore>().AddSingleton<KeyMaker>().AddSingleton<KeyRing>().AddSingleton<FirstKeys>();
        if (options.Oidc is { } oidc)
            services.AddSingleton(oidc).AddSingleton<IdentityProvider>().AddSingleton<TokenCheck>().AddSingleton<CodeFlow>();
        services.AddSingleton(new ContentMac(data.Secret("content-mac", length: 32)));
        services.AddSingleton(new Pseudonyms(data.Secret("pseudonyms", length: 32))).AddSingleton<Veils>();
        services.AddSingleton<CustodyCapture>().AddSingleton<Intake>();
        services.AddSingleton<ImportStore>().AddHostedService<ImportRunner>();
        AddProjections(services, options);
        AddViewWriting(services, database.Views);
        AddLog(services, new(options.Name, data.LogFolder(options.Name), options.Log.AcceptKey), database.Source);
        services.AddHostedService<Greeting>();
        services.AddLedgerOpenApi();
        services.AddPages(options, data);
    }

    private static void AddProjections(IServiceCollection services, LedgerOptions options)
    {
        services.AddSingleton<FactReader>().AddSingleton<CorrectionReader>().AddSingleton<SubjectLoader>().AddSingleton<TouchedReader>();
        services.AddSingleton<SettingsReader>().AddSingleton<SettingReview>();
        services.AddSingleton<SubjectSight>().AddSingleton<FindingSight>().AddSingleton<FindingEndpoints>();
        services.AddSingleton<SettingEndpoints>();
        services.AddSingleton<FindingReader>().AddSingleton<Evaluator>();
        services.AddSingleton<TagRegisterReader>();
        services.AddSingleton<SiteRegisterReader>().AddSingleton<SiteMonthLoader>().AddSingleton<KeyedFactLoader>();
        services.AddSingleton<AreaReader>().AddSingleton<SiteAreasLoader>().AddSingleton<MineralMonthLoader>();
        services.AddSingleton<TagStockLoader>().AddSingleton<CorrectionLoader>().AddSingleton<CycleLoader>().AddSingleton<OriginLoader>();
        services.AddSingleton<HolderBalanceLoader>().AddSingleton<IncidentLoader>();
        services.AddSingleton<SupplyMonthLoader>().AddSingleton<AgentMonthLoader>().AddSingleton<ReceiptHistoryLoader>()
            .AddSingleton<RunMonthsLoader>();
        services.AddSingleton<PeriodRules>();
        services.AddSingleton<Progress>().AddSingleton<ProjectionHost>();
        services.AddSingleton(parts => new FarBehind(
            parts.GetRequiredService<RebuildJobs>(), parts.GetRequiredService<IEventStore>(), parts.GetRequiredService<IClock>(),
            mayRebuild: parts.GetRequiredService<Database>().OwnerConnectionString is not null));
        services.AddSingleton(parts => new CalendarKeeper(
            parts.GetRequiredService<IEventStore>(), parts.GetRequiredService<IClock>(), options.TimeZone,
            parts.GetRequiredService<ILogger<CalendarKeeper>>()));
        services.AddSingleton<RowReader>().AddSingleton<RecordLists>().AddSingleton<ProvenanceReader>().AddSingleton<DestinationReader>();
        services.AddSingleton<SiteQueries>().AddSingleton<AreaQueries>();
        services.AddSingleton<RegisterQueries>().AddSingleton<GuardedStreams>().AddSingleton<CommandDesk>().AddSingleton<SealedReader>();
        services.AddSingleton<SealedEraser>().AddSingleton<DeleteSealedPart>();
        services.AddSingleton<SiteRegister>().AddSingleton<AreaRegister>().AddSingleton<PartyRegister>().AddSingleton<TagRegister>();
        services.AddSingleton<TagCheckReader>().AddSingleton<StreamVerifier>().AddSingleton<GetTagCheck>();
        services.AddSingleton<LotEndpoints>().AddSingleton<TagEndpoints>().AddSingleton<OtherEndpoints>().AddSingleton<TransferEndpoints>();
        services.AddSingleton<BalanceEndpoints>().AddSingleton<StockReader>();
        services.AddSingleton<SiteAccounts>().AddSingleton<SiteBalanceEndpoints>().AddSingleton<SiteBalanceReader>();
        services.AddSingleton<LotBalanceEndpoints>().AddSingleton<SupplyBalanceEndpoints>().AddSingleton<LotBalanceReader>()
           .AddSingleton<RegionBalanceEndpoints>();
        services.AddSingleton<DemoWorld>().AddSingleton<Verdicts>();
        services.AddSingleton<RebuildJobs>().AddSingleton<StandingReader>().AddSingleton<StateEndpoint>();
        if (options.Views) services.AddHostedService<ProjectionService>().AddHostedService<RebuildService>();
    }

    // What these write follows from the events: it need not be on disk when it is committed.
    private static void AddViewWriting(IServiceCollection services, NpgsqlDataSource source)
    {
        Add<ViewWriter>();
        Add<DatedAhead>();
        Add<EvaluationState>();
        Add<RegisterSweep>();
        Add<SettingReviews>();

        void Add<T>()
            where T : class => services.AddSingleton(parts => ActivatorUtilities.CreateInstance<T>(parts, source));
    }

    private static void AddLog(IServiceCollection services, LogIdentity log, NpgsqlDataSource source)
    {
        services.AddSingleton(log).AddSingleton<TreeStore>().AddSingleton(_ => new TileReader(source, remembers: true));
        services.AddSingleton(parts => new Integrator(parts.GetRequiredService<TreeStore>(), new(source)));
        services.AddSingleton(parts => new HeadSigner(log, parts.GetRequiredService<TreeStore>(), new(source)));
        services.AddSingleton<PublishedLog>().AddSingleton<LogHost>().AddSingleton<LogWitnesses>();
        services.AddSingleton<AskWitnesses>(parts => parts.GetRequiredService<LogWitnesses>().AskAsync);
        services.AddSingleton<HeadsStore>().AddSingleton<HeadsReader>().AddSingleton<HeadsTaker>();
        services.AddSingleton<TileEndpoints>().AddSingleton<ProofEndpoints>().AddSingleton<HeadsEndpoints>();
        services.AddSingleton<DossierReader>().AddSingleton<DossierProofs>().AddSingleton<DossierMaker>().AddSingleton<DossierEndpoints>();
        services.AddHostedService<LogService>();
    }

    private static void Configure(WebApplicationBuilder builder, LedgerOptions options)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // a scope and an activity a request
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // its keys lie in the folder of all keys
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error); // tells of each form that it is not kept
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true); // no handler blocks its thread
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.BulkBytes;
            if (options.Listen == "any") kestrel.ListenAnyIP(options.Port);
            else if (options.Port == 0) kestrel.Listen(IPAddress.Loopback, 0); // localhost is two addresses and needs a known port
            else kestrel.ListenLocalhost(options.Port);
        });
    }
}
