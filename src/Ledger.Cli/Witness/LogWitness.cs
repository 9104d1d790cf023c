using Ledger.Transparency.Notes;
using Ledger.Transparency.Witnessing;
using NodaTime;

namespace Ledger.Cli.Witness;

/// <summary>What a witness answers.</summary>
/// <param name="Size">Of the tree it cosigned last; only with a conflict of sizes.</param>
/// <param name="Cosignature">Only with <see cref="WitnessVerdict.Cosign"/>.</param>
internal sealed record WitnessAnswer(WitnessVerdict Verdict, long? Size = null, NoteSignature? Cosignature = null);

/// <summary>
/// Looks, writes down, cosigns: one request at a time, so that nothing comes between. What it has cosigned it never forgets;
/// what it could not write down it does not cosign.
/// </summary>
internal sealed class LogWitness(Cosigner cosigner, WitnessFolder folder, IReadOnlyList<NoteVerifier> logs)
{
    private readonly Lock _oneAtATime = new();
    private Dictionary<string, Checkpoint> _cosigned = folder.Read().ToDictionary(head => head.Origin, StringComparer.Ordinal);

    public WitnessAnswer Add(AddCheckpointRequest request)
    {
        lock (_oneAtATime)
        {
            var (verdict, head) = WitnessRule.Judge(request, logs, origin => _cosigned.GetValueOrDefault(origin));
            if (verdict == WitnessVerdict.OtherSize) return new(verdict, _cosigned.GetValueOrDefault(head!.Origin)?.Size ?? 0);
            if (verdict != WitnessVerdict.Cosign) return new(verdict);

            var next = new Dictionary<string, Checkpoint>(_cosigned, StringComparer.Ordinal) { [head!.Origin] = head };
            if (_cosigned.GetValueOrDefault(head.Origin) != head) folder.Write(next.Values);
            _cosigned = next;
            return new(verdict, Cosignature: cosigner.Cosign(request.Checkpoint.Text, SystemClock.Instance.GetCurrentInstant()));
        }
    }
}
