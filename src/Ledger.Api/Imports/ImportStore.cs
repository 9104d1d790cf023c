using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Ledger.Api.Auth;
using Ledger.Api.Capture;
using Ledger.Api.Hosting;
using Ledger.Api.Http;
using NodaTime;

namespace Ledger.Api.Imports;

/// <summary>
/// The imports of this node, a folder each: state.json, body.ndjson until it is done, results.ndjson. What was accepted
/// outlives a crash; finished ones are kept for a week.
/// </summary>
internal sealed class ImportStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, ImportState> _states = new(StringComparer.Ordinal);
    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>(new() { SingleReader = true });
    private readonly string _folder;
    private readonly Limits _limits;
    private readonly IClock _clock;

    public ImportStore(DataFolder data, LedgerOptions options, IClock clock)
    {
        (_folder, _limits, _clock) = (data.PrivateFolder("imports"), options.Limits, clock);
        foreach (var spool in Directory.GetFiles(_folder, "*.spool")) File.Delete(spool); // of uploads a crash cut off
        foreach (var state in Directory.GetFiles(_folder, "state.json", SearchOption.AllDirectories).Select(Load)
            .OrderBy(state => state.ReceivedAt).ThenBy(state => state.Id, StringComparer.Ordinal))
        {
            _states[state.Id] = state;
            if (state.Stage != ImportStage.Finished) _waiting.Writer.TryWrite(state.Id);
        }
    }

    /// <summary>Ids in the order they were accepted.</summary>
    public ChannelReader<string> Waiting => _waiting.Reader;

    /// <summary>Those that nobody works on yet.</summary>
    public int WaitingCount => _states.Values.Count(state => state.Stage == ImportStage.Waiting);

    public string NewSpoolFile() => Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".spool");

    public string BodyFile(string id) => Path.Combine(_folder, id, "body.ndjson");

    public string ResultsFile(string id) => Path.Combine(_folder, id, "results.ndjson");

    public ImportState? Find(string id) => _states.GetValueOrDefault(id);

    /// <summary>Keeps the body durably and puts it in line.</summary>
    /// <exception cref="RefusedException">Too many are waiting.</exception>
    public async Task<ImportState> AcceptAsync(BodySpool spool, Caller caller, CancellationToken cancellation)
    {
        DropOld();
        if (WaitingCount >= _limits.WaitingImports)
            throw new RefusedException(new(Problem.Overloaded));
        var id = Guid.CreateVersion7().ToString("N");
        Directory.CreateDirectory(Path.Combine(_folder, id));
        await spool.MoveToAsync(BodyFile(id), cancellation);
        var state = new ImportState(
            id, caller.Organisation.Value, RoleCodes.CodesOf(caller.Roles), caller.KeyId, Now(), spool.Lines, ImportStage.Waiting,
            ImportCounts.None, FinishedAt: null);
        Save(state);
        await _waiting.Writer.WriteAsync(id, cancellation);
        return state;
    }

    /// <summary>Lets readers know how far it is; a crash loses it, the results file has it.</summary>
    public void Note(ImportState state) => _states[state.Id] = state;

    public void Finish(ImportState state)
    {
        Save(state with { Stage = ImportStage.Finished, FinishedAt = Now() });
        File.Delete(BodyFile(state.Id));
    }

    private void Save(ImportState state)
    {
        var (path, next) = (StateFile(state.Id), StateFile(state.Id) + ".next");
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(Outcomes.Bytes(state, ApiJson.Default.ImportState).Span);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        _states[state.Id] = state;
    }

    private void DropOld()
    {
        foreach (var state in _states.Values)
        {
            if (state.FinishedAt is not { } finished || Now() - finished < Kept || !_states.TryRemove(state.Id, out _)) continue;
            Directory.Delete(Path.Combine(_folder, state.Id), recursive: true);
        }
    }

    private static ImportState Load(string file) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(file), ApiJson.Default.ImportState) ?? throw new InvalidDataException(file);

    private string StateFile(string id) => Path.Combine(_folder, id, "state.json");

    private DateTimeOffset Now() => _clock.GetCurrentInstant().ToDateTimeOffset();
}
