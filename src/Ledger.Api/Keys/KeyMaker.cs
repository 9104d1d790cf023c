using Ledger.Api.Auth;
using Ledger.Domain.Values;
using Ledger.EventStore.Keys;
using NodaTime;

namespace Ledger.Api.Keys;

/// <summary>Makes keys.</summary>
internal sealed class KeyMaker(KeyStore store, IClock clock)
{
    /// <summary>A new key; what is returned as text is nowhere else.</summary>
    public async Task<(StoredKey Key, string Text)> MakeAsync(
        PartyId organisation, Roles roles, string name, CancellationToken cancellation)
    {
        var key = ApiKey.Make();
        // To the microsecond, as PostgreSQL keeps it: what is answered is what is listed, and keys made one after another stay in order.
        var now = Instant.FromUnixTimeTicks(clock.GetCurrentInstant().ToUnixTimeTicks() / 10 * 10);
        var stored = new StoredKey(
            key.Id, key.SecretHash(), organisation, RoleCodes.CodesOf(roles), name, now, RevokedAt: null, LastUsedOn: null);
        await store.AddAsync(stored, cancellation);
        return (stored, key.ToString());
    }
}
