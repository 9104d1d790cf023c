using System.Security.Cryptography;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using Ledger.EventStore;
using Ledger.Transparency.Leaves;

namespace Ledger.Api.Capture;

/// <summary>Sealed parts as they are stored apart, and the commitments to them that stand in the headers of the first event.</summary>
internal static class Sealing
{
    /// <param name="firstEvent">The ledger event at ordinal 0, which carries the commitments.</param>
    /// <param name="parts">At most one of each kind.</param>
    /// <returns>Commitments by kind; null where nothing is sealed.</returns>
    public static (IReadOnlyList<SealedBody> Bodies, Dictionary<string, string>? Commitments) Of(
        Guid firstEvent, IEnumerable<SealedPart> parts)
    {
        List<SealedBody>? bodies = null;
        Dictionary<string, string>? commitments = null;
        foreach (var part in parts)
        {
            var kind = Code<SealedKind>.Name(part.Kind);
            var salt = RandomNumberGenerator.GetBytes(SealedCommitment.SaltLength);
            var (body, commitment) = SealedCommitment.Seal(salt, part.Json);
            (bodies ??= []).Add(new(firstEvent, kind, salt, body));
            (commitments ??= new(StringComparer.Ordinal)).Add(kind, commitment);
        }

        return ((IReadOnlyList<SealedBody>?)bodies ?? [], commitments);
    }
}
