using System.Diagnostics;
using System.Security.Cryptography;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>
/// What a superuser does to any table of a ledger behind the service's back is told by <c>ledger fsck --records</c>, or is among the
/// columns that no proof depends on. The tables and columns are those of the database's own catalogue.
/// </summary>
public sealed class TamperedTablesTests(TamperedLedger tampered) : IClassFixture<TamperedLedger>
{
    private static readonly string Guide = Path.Combine(Repository.Root, "docs/transparency.md");

    public static TheoryData<string, string> Edits =>
        [.. TableEdits.Columns.Concat(TableEdits.Rows).Select(edit => (edit.Column, edit.Sql))];

    public static TheoryData<string, string> Undone => [.. TableEdits.Undone.Select(edit => (edit.Column, edit.Sql))];

    [Fact]
    public async Task Every_column_of_every_table_is_changed_below_or_has_a_reason_why_no_proof_depends_on_it()
    {
        var columns = await tampered.Tampering.ColumnsAsync();
        var changed = TableEdits.Columns.Select(edit => edit.Column).ToHashSet(StringComparer.Ordinal);
        Assert.True(columns.Count > 50, "the catalogue says too little");
        Assert.Equal([], columns.Where(column => !changed.Contains(column) && !IsUnchecked(column)));
        Assert.Equal([], changed.Except(columns));
        Assert.Equal([], TableEdits.Unchecked.Keys.Except(columns).Except(columns.Select(column => column.Split('.')[0])));
        Assert.Equal([], changed.Where(IsUnchecked));
    }

    [Fact]
    public async Task What_no_proof_depends_on_stands_in_the_guide()
    {
        var guide = await File.ReadAllTextAsync(Guide, TestContext.Current.CancellationToken);
        Assert.Equal([], TableEdits.Unchecked.Keys.Where(known => !known.EndsWith(".only_row", StringComparison.Ordinal)
            && !guide.Contains($"`{known}`", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task It_is_told(string column, string sql)
    {
        var edit = TableEdits.Columns.Concat(TableEdits.Rows).First(each => (each.Column, each.Sql) == (column, sql));
        await tampered.SoundAsync();
        await using (var done = await tampered.EditAsync(edit))
        {
            Assert.True(done.IsAnEdit);
            if (edit.Grows) await tampered.RecordAsync();
            await tampered.ToldAsync(edit.Told);
        }

        await tampered.SoundAsync();
    }

    [Theory]
    [MemberData(nameof(Undone))]
    public async Task It_is_put_right_by_the_service(string column, string sql)
    {
        await tampered.SoundAsync();
        var (before, shown) = (await tampered.PublishedRowAsync(), await tampered.SizeShownAsync());
        await using (var done = await tampered.EditAsync(TableEdits.Undone.First(each => (each.Column, each.Sql) == (column, sql))))
        {
            Assert.True(done.IsAnEdit);
            await Eventually.IsAsync(tampered.PublishedRowAsync, row => row == before);
            Assert.Equal(shown, await tampered.SizeShownAsync());
        }

        await tampered.SoundAsync();
    }

    private static bool IsUnchecked(string column) =>
        TableEdits.Unchecked.ContainsKey(column) || TableEdits.Unchecked.ContainsKey(column.Split('.')[0]);
}

/// <summary>Class fixture: a ledger of more than two full tiles and 256 streams, whose heads were taken, and who tampers with it.</summary>
public sealed class TamperedLedger : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly StillLedger _ledger = new();
    private readonly Dictionary<string, string> _named = [];
    private LedgerClient? _agent;
    private LedgerClient? _auditor;
    private Tampering? _tampering;

    internal Tampering Tampering => _tampering ?? throw new InvalidOperationException(_ledger.Database.Name); // or it skips

    public async ValueTask InitializeAsync()
    {
        await _ledger.InitializeAsync();
        try
        {
            await BeginAsync(_ledger.Server);
        }
        catch (Xunit.Sdk.SkipException)
        {
            // said again by each test
        }
    }

    public async ValueTask DisposeAsync()
    {
        _agent?.Dispose();
        _auditor?.Dispose();
        if (_tampering is not null) await _tampering.DisposeAsync();
        await _ledger.DisposeAsync();
    }

    /// <summary>A text of an edit, about the rows there are.</summary>
    internal string Fill(string text) =>
        _named.Aggregate(text, (filled, named) => filled.Replace(named.Key, named.Value, StringComparison.Ordinal));

    internal Task<SuperuserEdit> EditAsync(TableEdit edit) => Tampering.EditAsync(edit.Table, Fill(edit.Sql));

    internal Task<Ledger.Transparency.Audit.AuditProblem?> CheckAsync() => Tampering.CheckAsync(_auditor!);

    /// <summary>The service looks at its tables a few times a second, so it may take a moment until it is told.</summary>
    internal async Task ToldAsync(string what)
    {
        var (told, said) = (Fill(what), "");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience && !said.Contains(told, StringComparison.Ordinal);)
            said = $"{await CheckAsync()}";
        Assert.Contains(told, said, StringComparison.Ordinal);
    }

    internal Task SoundAsync() => Eventually.IsAsync(CheckAsync, problem => problem is null);

    internal Task RecordAsync() => _agent!.PostBaggedAsync();

    internal Task<string> PublishedRowAsync() => Tampering.TextAsync("SELECT origin || ' ' || size FROM ledger.log_checkpoint");

    internal async Task<long> SizeShownAsync() => (await LogTests.PublishedAsync(_auditor!, 0)).Size;

    private async Task BeginAsync(LedgerServer server)
    {
        _agent = await server.AsAsync("demo-agent", "agent");
        _auditor = await server.AsAsync("demo-auditor", "auditor");
        _tampering = new(_ledger);
        await _tampering.PublishedAsync();
        var kept = SignedNote.Parse(System.Text.Encoding.UTF8.GetBytes((await _auditor.GetAsync("/checkpoint")).Text));
        var posted = await Tampering.PostAsync(_agent);
        await _tampering.TakeHeadsAsync();
        await _tampering.PublishedAsync();

        var receipts = posted["events"]!.AsArray();
        var end = receipts.Last(receipt => ((string)receipt!["stream"]!).StartsWith("tag:", StringComparison.Ordinal))!;
        _named["{id}"] = (string)posted["id"]!;
        _named["{at}"] = receipts[0]!["sequence"]!.ToString();
        _named["{event}"] = $"(SELECT id FROM ledger.event WHERE seq = {_named["{at}"]})";
        (_named["{stream}"], _named["{end}"]) = ((string)end["stream"]!, end["sequence"]!.ToString());
        (_named["{keptSize}"], _named["{keptNote}"]) = (Checkpoint.Parse(kept.Text).Size.ToString(provider: null), kept.ToString());
        using var forged = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _named["{forgedKey}"] = new EcdsaNoteVerifier("ledger.localhost/demo", forged.ExportSubjectPublicKeyInfo()).ToString();
    }
}
