using System.Globalization;
using System.Text;
using Ledger.Api.Http;
using Ledger.Projections.Integration;
using Ledger.Transparency.Notes;
using Ledger.Transparency.Witnessing;
using NodaTime;
using Npgsql;

namespace Ledger.Api.Proofs;

/// <summary>
/// One witness (C2SP tlog-witness). It is asked one thing at a time; one that does not answer is left alone for a while, longer
/// each time. What it answers too late counts as long as the same checkpoint is the newest.
/// </summary>
internal sealed class WitnessClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly PolicyWitness _witness;
    private readonly HttpClient _http;
    private readonly TileReader _tiles;
    private readonly ILogger _logger;
    private readonly Uri _address;
    private Task _asking = Task.CompletedTask;
    private volatile Cosigned? _given;
    private long _size; // of the tree it cosigned last, as far as we know
    private (TimeSpan Pause, long Until) _rest;

    /// <exception cref="FormatException">The witness has no http or https address.</exception>
    public WitnessClient(PolicyWitness witness, HttpClient http, TileReader tiles, ILogger logger)
    {
        (_witness, _http, _tiles, _logger) = (witness, http, tiles, logger);
        _address = Uri.TryCreate($"{witness.Url?.TrimEnd('/')}/add-checkpoint", UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https" ? address
            : throw new FormatException($"Witness {witness.Name} has no http or https address.");
    }

    public bool HasCosigned(SignedNote note) => note.LinesOf(_witness.Key).Any();

    /// <summary>The cosignature it gave for that note; null for none.</summary>
    public NoteSignature? Given(SignedNote note) => _given is { } given && given.Text == note.Text ? given.Line : null;

    /// <summary>The tree it cosigned last, as this node was answered, and when; null for none since the start.</summary>
    public (long Size, Instant? At)? Last => _given is { } given ? (given.Size, given.At) : null;

    public PolicyWitness Witness => _witness;

    /// <summary>Asks, unless it is being asked already or rests; completes when it has answered.</summary>
    public Task Ask(SignedNote note, Checkpoint head)
    {
        if (!_asking.IsCompleted || Given(note) is not null || Environment.TickCount64 < _rest.Until) return Task.CompletedTask;
        return _asking = AskAsync(note, head);
    }

    private async Task AskAsync(SignedNote note, Checkpoint head)
    {
        try
        {
            // a second time where it was not where we thought: it says where it is
            if (!await TryAsync(note, head)) await TryAsync(note, head);
            _rest = default;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or FormatException
            or LogDamagedException or NpgsqlException)
        {
            if (_rest.Pause == default) Log.WitnessFailed(_logger, _witness.Name, exception.Message);
            var pause = _rest.Pause == default ? FirstPause : _rest.Pause * 2 < LongestPause ? _rest.Pause * 2 : LongestPause;
            _rest = (pause, Environment.TickCount64 + (long)pause.TotalMilliseconds);
        }
    }

    private async Task<bool> TryAsync(SignedNote note, Checkpoint head)
    {
        if (_size > head.Size) return true; // another node has shown it a newer one
        var proof = await _tiles.ConsistencyProofAsync(_size, head.Size, CancellationToken.None);
        using var body = new StringContent(new AddCheckpointRequest(_size, proof, note).ToString(), Encoding.UTF8, "text/plain");
        using var response = await _http.PostAsync(_address, body);
        var text = await response.Content.ReadAsStringAsync();
        var answer = WitnessAnswers.Of(response);
        if (answer == WitnessAnswer.Cosigned) return Take(note, head, text);
        if (answer == WitnessAnswer.OtherSize && SizeIn(text) is { } size && size != _size)
        {
            _size = size;
            return false;
        }

        var reason = $"{(int)response.StatusCode} {text}".Trim();
        if (answer is WitnessAnswer.OtherSize or WitnessAnswer.NotConsistent)
            Log.WitnessSawAnotherHistory(_logger, _witness.Name, reason);
        throw new HttpRequestException(reason);
    }

    private bool Take(SignedNote note, Checkpoint head, string lines)
    {
        var answered = SignedNote.Parse(Encoding.UTF8.GetBytes($"{note.Text}\n{lines}"));
        if (answered.VerifiedBy(_witness.Key).Count == 0) throw new FormatException("Its answer is no cosignature of its key.");
        (_size, _given) = (head.Size, new(note.Text, answered.LinesOf(_witness.Key).First(), head.Size, _witness.Key.TimeIn(answered)));
        return true;
    }

    private static long? SizeIn(string text) =>
        long.TryParse(text.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <param name="Size">Of the tree it cosigned.</param>
    /// <param name="At">By the witness's clock.</param>
    private sealed record Cosigned(string Text, NoteSignature Line, long Size, Instant? At);
}
