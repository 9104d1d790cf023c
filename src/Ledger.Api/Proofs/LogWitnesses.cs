using Ledger.Projections.Integration;
using Ledger.Transparency.Notes;

namespace Ledger.Api.Proofs;

/// <summary>The witnesses of this log: asked in parallel, waited for no longer than the limit.</summary>
internal sealed class LogWitnesses : IDisposable
{
    private readonly IReadOnlyList<WitnessClient> _clients;
    private readonly TimeSpan _limit;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 64 * 1024,
    };

    /// <exception cref="FormatException">The policy file is malformed, or the address of a witness is none.</exception>
    /// <exception cref="IOException">The policy file cannot be read.</exception>
    public LogWitnesses(LedgerOptions options, TileReader tiles, ILogger<LogWitnesses> logger)
    {
        Policy = options.Log.WitnessPolicy is { } file ? WitnessPolicy.Parse(File.ReadAllBytes(file)) : null;
        _limit = TimeSpan.FromMilliseconds(options.Log.WitnessMilliseconds);
        _clients = [.. (Policy?.Witnesses ?? []).Where(witness => witness.Url is not null)
            .Select(witness => new WitnessClient(witness, _http, tiles, logger))];
    }

    /// <summary>As configured; null for none.</summary>
    public WitnessPolicy? Policy { get; }

    /// <summary>Cosignatures the note does not have yet, as far as they come within the limit.</summary>
    public async Task<IReadOnlyList<NoteSignature>> AskAsync(SignedNote note, Checkpoint head, CancellationToken cancellation)
    {
        var asked = _clients.Where(client => !client.HasCosigned(note)).ToList();
        if (asked.Count == 0) return [];
        var answers = asked.Select(client => client.Ask(note, head)).ToList();
        await Task.WhenAny(Task.WhenAll(answers), Task.Delay(_limit, cancellation));
        cancellation.ThrowIfCancellationRequested();
        return [.. asked.Select(client => client.Given(note)).OfType<NoteSignature>()];
    }

    public void Dispose() => _http.Dispose();
}
