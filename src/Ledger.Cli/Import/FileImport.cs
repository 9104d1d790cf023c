using Ledger.Cli.Http;

namespace Ledger.Cli.Import;

/// <summary>A file as it was understood: what can be posted, and what is wrong in it, in words.</summary>
/// <param name="What">What its entries are called: <c>rows</c>.</param>
/// <param name="Count">How many entries there are; a large file is read again to post them.</param>
internal abstract record FileImport(string What, int Count, IEnumerable<PostLine> Entries, IReadOnlyList<string> Errors)
{
    private const int MostErrorsShown = 100;

    /// <summary>Shows what is wrong; false where that keeps all of it from being posted.</summary>
    public bool MayGoOn(bool skipBad)
    {
        foreach (var error in Errors.Take(MostErrorsShown)) Console.Error.WriteLine(error);
        if (Errors.Count > MostErrorsShown) Console.Error.WriteLine($"and {Errors.Count - MostErrorsShown} more");
        if (Errors.Count == 0 || skipBad)
        {
            Console.Error.WriteLine($"{Count} {What} can be posted, {Errors.Count} errors");
            return true;
        }

        Console.Error.WriteLine($"{Errors.Count} errors: nothing was posted. --skip-bad posts the {Count} {What} without any.");
        return false;
    }

    /// <summary>0 when all of it is in the ledger, 1 when something was wrong or refused.</summary>
    public async Task<int> PostAsync(Connection ledger, CancellationToken cancellation)
    {
        var poster = new LinePoster(ledger.Http);
        await Meter.RunAsync(What, Count, advance => PostAsync(ledger, poster, advance, cancellation));
        return Math.Max(poster.Report(), Errors.Count == 0 ? 0 : 1);
    }

    protected abstract Task PostAsync(Connection ledger, LinePoster poster, Action<int> advance, CancellationToken cancellation);
}

/// <summary>Custody events: they go in windows of lines.</summary>
internal sealed record EventImport(string What, int Count, IEnumerable<PostLine> Entries, IReadOnlyList<string> Errors)
    : FileImport(What, Count, Entries, Errors)
{
    private const int Window = 500;

    protected override async Task PostAsync(Connection ledger, LinePoster poster, Action<int> advance, CancellationToken cancellation)
    {
        foreach (var window in Entries.Chunk(Window))
        {
            await poster.PostAsync(window, ledger.Secret, cancellation);
            advance(window.Length);
        }
    }
}

/// <summary>Registrations of sites: each is a command of its own, several are under way at once.</summary>
internal sealed record SiteImport(IReadOnlyList<PostLine> Rows, IReadOnlyList<string> Errors)
    : FileImport("sites", Rows.Count, Rows, Errors)
{
    private const int AtOnce = 8;

    protected override Task PostAsync(Connection ledger, LinePoster poster, Action<int> advance, CancellationToken cancellation) =>
        Parallel.ForEachAsync(Entries, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (entry, cancelled) =>
            {
                await new CommandPoster(ledger.Http, poster).PostAsync("v1/sites", entry, ledger.Secret, cancelled);
                advance(1);
            });
}
