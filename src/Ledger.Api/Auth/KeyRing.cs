using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Ledger.Api.SignOn;
using Ledger.EventStore.Keys;
using NodaTime;

namespace Ledger.Api.Auth;

/// <summary>How a look at a key ended.</summary>
internal enum KeyVerdict
{
    Valid,
    Invalid,

    /// <summary>The address has presented too many wrong keys.</summary>
    TooManyFailures,

    /// <summary>The key has posted too much.</summary>
    TooManyPosts,
}

/// <summary>Checks keys. A key is remembered for a few seconds, so a revoked one stops within them on every node.</summary>
internal sealed class KeyRing(KeyStore store, LedgerOptions options, IClock clock, TokenCheck? tokens = null)
{
    private const int FreshMilliseconds = 3_000;
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<Remembered>>> _asked = new(StringComparer.Ordinal);
    private readonly RateWindows<IPAddress> _failures = new(options.Limits.FailedAttemptsPerMinute);
    private readonly RateWindows<string> _posts = new(options.Limits.PostsPerMinute);

    /// <summary>Who presents this Authorization header, if anybody we know.</summary>
    public async ValueTask<(KeyVerdict Verdict, Caller? Caller)> CheckAsync(string? authorization, IPAddress? from, bool isPost)
    {
        var address = from ?? IPAddress.None;
        if (!ApiKey.TryParse(authorization, out var presented)) return await CheckTokenAsync(authorization, isPost);
        var isRemembered = TryRemember(presented.Id, out var remembered);

        // Phones share addresses: one wrong key must not lock out the right ones, so keys in use are looked at all the same.
        if (!isRemembered && _failures.IsFull(address)) return (KeyVerdict.TooManyFailures, null);
        if (!isRemembered) remembered = await RememberAsync(presented.Id);
        if (remembered is { Key: { } key, Caller: { } caller }
            && CryptographicOperations.FixedTimeEquals(key.SecretHash, presented.SecretHash()))
        {
            var today = Today();
            if (key.LastUsedOn != today && remembered.TakesNote()) await store.MarkUsedAsync(key.Id, today, CancellationToken.None);
            return Admit(caller, isPost);
        }

        return (_failures.TryCount(address) ? KeyVerdict.Invalid : KeyVerdict.TooManyFailures, null);
    }

    /// <summary>Lets in who is known already, within what one caller may post.</summary>
    public (KeyVerdict Verdict, Caller? Caller) Admit(Caller caller, bool isPost) =>
        isPost && !_posts.TryCount(caller.KeyId) ? (KeyVerdict.TooManyPosts, null) : (KeyVerdict.Valid, caller);

    // A token of the identity provider, where one is configured. None can be guessed, and any may be over by now: wrong ones are not
    // counted with wrong keys, or one forgetful system would lock out the keys of all who share its address.
    private async ValueTask<(KeyVerdict Verdict, Caller? Caller)> CheckTokenAsync(string? authorization, bool isPost) =>
        tokens is not null && TokenIn(authorization) is { } token && await tokens.CallerOfAsync(token) is { } caller
            ? Admit(caller, isPost) : (KeyVerdict.Invalid, null);

    // Three parts with points between: what else is no token, and never was a key either.
    private static string? TokenIn(string? authorization) =>
        authorization?.StartsWith(ApiKey.Scheme, StringComparison.OrdinalIgnoreCase) is true
        && authorization[ApiKey.Scheme.Length..].Trim() is var token && token.Count(letter => letter == '.') == 2 ? token : null;

    /// <summary>Forgets a key on this node at once.</summary>
    public void Forget(string id)
    {
        _asked.TryRemove(id, out _);
        _remembered.TryRemove(id, out _);
    }

    private bool TryRemember(string id, out Remembered? remembered) =>
        _remembered.TryGetValue(id, out remembered) && Environment.TickCount64 < remembered.StaleAt;

    // Hundreds of requests with one key find it stale at the same moment: one asks for all, or they would take all connections.
    private async Task<Remembered> RememberAsync(string id)
    {
        var asked = _asked.GetOrAdd(id, static (id, ring) => new(() => ring.AskAsync(id)), this);
        try
        {
            return await asked.Value;
        }
        finally
        {
            _asked.TryRemove(new(id, asked));
        }
    }

    private async Task<Remembered> AskAsync(string id)
    {
        var key = await store.FindAsync(id, CancellationToken.None);
        var caller = key is { RevokedAt: null } ? new Caller(key.Organisation, RoleCodes.Combine(key.Roles), key.Id) : null;
        if (_remembered.Count >= MostRemembered) _remembered.Clear(); // guessed ids must not fill the memory
        return _remembered[id] = new(key, caller, Environment.TickCount64 + FreshMilliseconds);
    }

    private LocalDate Today() => clock.GetCurrentInstant().InZone(options.TimeZone).Date;

    /// <param name="Caller">Null when there is no such key or it was revoked.</param>
    private sealed record Remembered(StoredKey? Key, Caller? Caller, long StaleAt)
    {
        private int _isNoted;

        /// <summary>True once: whoever asks first notes the day of use.</summary>
        public bool TakesNote() => Interlocked.Exchange(ref _isNoted, 1) == 0;
    }
}
