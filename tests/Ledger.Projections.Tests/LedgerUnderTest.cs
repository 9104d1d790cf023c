using Ledger.EventStore;
using Ledger.EventStore.Migrations;
using Ledger.EventStore.PrivatePostgres;
using Ledger.Projections.Evaluation;
using Ledger.Projections.Facts;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;
using Ledger.Projections.Views;
using Ledger.Rules.Views;
using Ledger.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace Ledger.Projections.Tests;

/// <summary>A ledger in a database of its own, with everything that projects it, driven step by step.</summary>
internal sealed class LedgerUnderTest : IAsyncDisposable
{
    public const string Schema = "ledger";
    private static readonly IReadOnlyList<Migration> Scripts =
        Migrator.ScriptsOf(typeof(IEventStore).Assembly, typeof(ViewWriter).Assembly);
    private static readonly DatabaseTemplate Template = new(Migrator.Fingerprint(Scripts) + " views", MigrateAsync);

    private readonly Func<string, string> _connectionString;
    private readonly IAsyncDisposable _database;
    private readonly NpgsqlDataSource _written;

    private LedgerUnderTest(Func<string, string> connectionString, IAsyncDisposable database)
    {
        (_connectionString, _database) = (connectionString, database);
        var app = connectionString(ClusterRoles.App);
        Source = ViewSchema.Source(app, ViewSchema.SearchPath(Schema));
        _written = ViewSchema.WritingSource(app, ViewSchema.SearchPath(Schema));
        Store = new(Source, SystemClock.Instance, NullLogger<PostgresEventStore>.Instance);
        var facts = new FactReader(Source);
        var corrections = new CorrectionReader(Source);
        Loader = new(facts, corrections, new(Source));
        Provenance = new(Source, Loader);
        Balances = new(new(Source, facts, corrections), Loader);
        var touched = new TouchedReader(facts, corrections, Loader);
        Findings = new(Source, facts, corrections, new(Source));
        Views = new(_written, touched, Loader, Findings, new(_written));
        Evaluation = new(_written);
        Evaluator = new(Store, Evaluation, touched, Loader, new(Source), PeriodRules(facts, corrections), new(_written, facts), Findings,
            new(_written));
        Review = new(new(_written), new(Source), Evaluator, Views);
        Calendar = new(Store, SystemClock.Instance, DateTimeZone.Utc, NullLogger<CalendarKeeper>.Instance);
        Rows = new(Source);
    }

    public NpgsqlDataSource Source { get; }
    public PostgresEventStore Store { get; }
    public SubjectLoader Loader { get; }
    public ViewWriter Views { get; }
    public EvaluationState Evaluation { get; }
    public FindingReader Findings { get; }
    public Evaluator Evaluator { get; }
    public SettingReview Review { get; }
    public CalendarKeeper Calendar { get; }
    public ProvenanceReader Provenance { get; }
    public HolderBalanceLoader Balances { get; }
    public RowReader Rows { get; }
    public string ConnectionString(string role) => _connectionString(role);
    public Rebuild Rebuild => new(Store, _connectionString(ClusterRoles.Owner), _connectionString(ClusterRoles.App), Schema);
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LedgerUnderTest> StartAsync()
    {
        try
        {
            var database = await TestDatabases.CreateAsync(Template, Cancellation);
            return new(database.ConnectionString, database);
        }
        catch (PostgresNotFoundException none)
        {
            Requirement.Missing(none.Message);
            throw;
        }
    }

    /// <summary>On a server of its own, for tests that harm the server; it goes with the ledger.</summary>
    public static async Task<LedgerUnderTest> StartAsync(PrivateCluster cluster)
    {
        await cluster.EnsureDatabaseAsync(Schema, Cancellation);
        await MigrateAsync(cluster.ConnectionString(Schema, ClusterRoles.Owner), Cancellation);
        return new(role => cluster.ConnectionString(Schema, role), cluster);
    }

    public async Task AppendAsync(IEnumerable<AppendRequest> requests)
    {
        var results = await Task.WhenAll(requests.Select(request => Store.AppendAsync(request, Cancellation)));
        Assert.All(results, result => Assert.True(result.Status is AppendStatus.Created or AppendStatus.Duplicate));
    }

    /// <summary>Projects all there is, in pages of that size, and runs the rules behind it.</summary>
    public async Task CatchUpAsync(int pageSize = 500)
    {
        await ProjectAsync(pageSize);
        await EvaluateAsync(pageSize);
        await ProjectAsync(pageSize); // the findings themselves
    }

    public async Task ProjectAsync(int pageSize = 500)
    {
        var from = await Views.ProgressAsync(Cancellation);
        while (await Store.ReadAsync(from, pageSize, Cancellation) is { Count: > 0 } page)
        {
            Assert.True(await Views.WriteAsync(from, page, Cancellation));
            from = page[^1].Sequence;
        }
    }

    public async Task<int> EvaluateAsync(int pageSize = 500)
    {
        await using var progress = await Evaluation.HoldAsync(Cancellation);
        var (from, upTo, appended) = (await progress.ReadAsync(Cancellation), await Views.ProgressAsync(Cancellation), 0);
        var scope = new EvaluationScope(upTo, Views.MemoryOf(upTo));
        await foreach (var page in Evaluator.PagesAsync(scope, from, pageSize, Cancellation))
        {
            appended += await Evaluator.EvaluateAsync(page, scope, Cancellation);
            Assert.True(await progress.MoveAsync(from, page.End, Cancellation));
            from = page.End;
        }

        return appended;
    }

    /// <summary>Makes all views anew.</summary>
    public async Task RebuildAsync() => Assert.True(
        await Rebuild.TryRunAsync(new(_ => Task.FromResult(true), (_, _) => Task.CompletedTask, _ => Task.CompletedTask), Cancellation));

    /// <summary>Closes a day and lets the rules look.</summary>
    public async Task CloseDayAsync(LocalDate day)
    {
        Assert.True(await Calendar.CloseAsync(day, Cancellation));
        await CatchUpAsync();
    }

    /// <summary>All findings there ever were, as they stand.</summary>
    public async Task<IReadOnlyList<FindingView>> FindingsAsync()
    {
        var page = await Rows.FindingsAsync(new(null, null, null, null, null, true), ListOrders.Findings, null, 500, Cancellation);
        return [.. page.Bodies.Select(body => System.Text.Json.JsonSerializer.Deserialize(body, ViewJson.Plain.FindingView)!)];
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _written.DisposeAsync();
        await Source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private PeriodRules PeriodRules(FactReader facts, CorrectionReader corrections)
    {
        var (sites, keyed) = (new SiteRegisterReader(Source), new KeyedFactLoader(Source, facts, corrections));
        return new(
            new(Source, facts, corrections, Loader, sites), keyed, new(Source, keyed), new(facts, corrections, Loader),
            new(Source, Loader), new(Loader, Provenance, sites), new(keyed, Loader), Loader,
            new(Source, facts, sites, new(Source), new(Source)), new(Source, facts, corrections, new(Source)), new(Source, Findings),
            new(Source, facts, new(Source)), sites, new(Source, facts), new(Source, facts, Loader), new(Source, Loader));
    }

    private static async Task MigrateAsync(string owner, CancellationToken cancellation)
    {
        await Migrator.MigrateAsync(owner, Schema, Scripts, cancellation);
        await ViewSchema.EnsureAsync(owner, Schema, cancellation);
    }
}
