using System.Diagnostics;
using Ledger.Projections.Hosting;
using Ledger.Transparency.Notes;
using Microsoft.Extensions.Logging;

namespace Ledger.Projections.Integration;

/// <summary>Asks witnesses that have not cosigned the note yet; answers within its own limit, with what came.</summary>
public delegate Task<IReadOnlyList<NoteSignature>> AskWitnesses(SignedNote note, Checkpoint head, CancellationToken cancellation);

/// <summary>
/// Keeps the log: commits the tree, then signs its head, then publishes it, over and over. Any number of nodes may; a node that
/// dies between two steps leaves the rest to the next one.
/// </summary>
public sealed class LogHost(
    LogIdentity log, TreeStore store, Integrator integrator, HeadSigner signer, PublishedLog published, AskWitnesses askWitnesses,
    ILogger<LogHost> logger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestWithoutHead = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => RepeatAsync(CycleAsync, cancellation);

    /// <summary>Shows what other nodes publish, until cancelled; needs no keys.</summary>
    public Task WatchAsync(CancellationToken cancellation) => RepeatAsync(async _ =>
    {
        var state = await store.StateAsync(cancellation);
        ShowPublished(state);
        return state with { Sequence = state.Size };
    }, cancellation);

    /// <summary>Commits what is new, signs and publishes it; returns where everything stands.</summary>
    /// <exception cref="LogRefusedException">The log must not sign.</exception>
    /// <exception cref="LogDamagedException">Nor where it does not find what it needs.</exception>
    public async Task<TreeState> CycleAsync(CancellationToken cancellation)
    {
        var state = await IntegrateAsync(cancellation);
        if (!await signer.HasKeysAsync(state, cancellation)) ShowPublished(state); // readers check it
        if (state.PublishedOrigin != log.Origin || state.PublishedSize < state.Size)
            await PublishAsync(await signer.SignAsync(state, cancellation), state, cancellation);
        else await CompleteAsync(state, cancellation);
        return state;
    }

    /// <summary>Commits what is new, for as long as publishing may wait.</summary>
    public async Task<TreeState> IntegrateAsync(CancellationToken cancellation)
    {
        var worked = Stopwatch.StartNew();
        var state = await store.StateAsync(cancellation);
        if (published.Current is null) ShowPublished(state); // whatever is wrong with the rest: it was published
        do state = await integrator.AdvanceAsync(state, cancellation);
        while (state.Size < state.Sequence && worked.Elapsed < LongestWithoutHead);
        return state;
    }

    /// <summary>Publishes a signed head, with the cosignatures that witnesses give in time.</summary>
    public async Task PublishAsync(SignedNote note, TreeState state, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(state);
        var head = new Checkpoint(log.Origin, state.Size, state.Root);
        var cosigned = note.With(await askWitnesses(note, head, cancellation)).ToString();
        await store.PublishAsync(log.Origin, state.Size, cosigned, cancellation);
        published.TrySet(cosigned);
    }

    // Nothing is new here: another node may have published it, and witnesses that were slow or away may answer now.
    private async Task CompleteAsync(TreeState state, CancellationToken cancellation)
    {
        await signer.FollowAsync(state, cancellation);
        ShowPublished(state);
        if (published.Current is not { } current || current.Head.Size != state.Size) return;
        var late = await askWitnesses(current.Note, current.Head, cancellation);
        if (late.Count == 0) return;
        await store.PublishAsync(log.Origin, state.Size, current.Note.With(late).ToString(), cancellation);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task<TreeState>> step, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
            await Task.Delay(await StepAsync(step, cancellation), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<TimeSpan> StepAsync(Func<CancellationToken, Task<TreeState>> step, CancellationToken cancellation)
    {
        try
        {
            var state = await step(cancellation);
            if (published.Problem is not null) Log.LogSignsAgain(logger, log.Origin);
            published.Problem = null;
            return state.Size < state.Sequence ? TimeSpan.Zero : Pace;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (LogRefusedException refused)
        {
            return Refuse(refused.Message);
        }
        catch (LogDamagedException damaged)
        {
            return Refuse($"{damaged.Message} The database was damaged or changed: see docs/transparency.md.");
        }
        catch (Exception exception)
        {
            Log.LoopFailed(logger, exception, "log", PauseAfterFailure.TotalSeconds);
            return PauseAfterFailure;
        }
    }

    private TimeSpan Refuse(string reason)
    {
        if (published.Problem != reason) Log.LogRefuses(logger, log.Origin, reason);
        published.Problem = reason;
        signer.Forget();
        return PauseAfterRefusal;
    }

    private void ShowPublished(TreeState state)
    {
        if (state.PublishedOrigin == log.Origin && !published.TrySet(state.PublishedNote!))
            throw new LogDamagedException("The checkpoint in the database is none.");
    }
}
