using Ledger.Projections.Integration;
using Ledger.Transparency.Notes;
using NodaTime;

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

    /// <summary>Every witness of the policy with what it cosigned last: what is published, or else what this node was given.</summary>
    public IReadOnlyList<WitnessStanding> Standing(PublishedCheckpoint? published) =>
    [
        .. (Policy?.Witnesses ?? []).Select(witness =>
        {
            var last = _clients.FirstOrDefault(client => client.Witness == witness)?.Last;
            var at = published is null ? null : witness.Key.TimeIn(published.Note);
            return new WitnessStanding(
                witness.Name, witness.Key.ToString(), witness.Url is not null, at is null ? last?.Size : published!.Head.Size,
                at ?? last?.At);
        }),
    ];

    public void Dispose() => _http.Dispose();
}

/// <summary>A witness of the log.</summary>
/// <param name="Name">In the policy.</param>
/// <param name="Vkey">What its cosignatures are checked with.</param>
/// <param name="IsAsked">It has an address.</param>
/// <param name="CosignedSize">Of the tree it cosigned last; null where it is not known to have cosigned.</param>
/// <param name="CosignedAt">By its own clock.</param>
internal sealed record WitnessStanding(string Name, string Vkey, bool IsAsked, long? CosignedSize, Instant? CosignedAt);
