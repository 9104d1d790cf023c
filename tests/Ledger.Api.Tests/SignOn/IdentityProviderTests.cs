using Ledger.Api.SignOn;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Ledger.Api.Tests.SignOn;

/// <summary>When the provider is asked for what it says of itself, and how long that counts.</summary>
public sealed class IdentityProviderTests : IAsyncLifetime
{
    private readonly MovedClock _clock = new(standing: Instant.FromUtc(2026, 3, 2, 8, 0));
    private SmallProvider _provider = null!;
    private IdentityProvider _known = null!;
    private TokenCheck _tokens = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await SmallProvider.StartAsync();
        var options = SignOnWorld.OptionsFor(_provider);
        _known = new(options, _clock, NullLogger<IdentityProvider>.Instance);
        _tokens = new(options, _known);
    }

    public ValueTask DisposeAsync()
    {
        _known.Dispose();
        return _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_the_provider_took_back_is_believed_for_ten_minutes_at_most()
    {
        var token = _provider.Token(SmallProvider.Audience);
        Assert.True(await IsTakenAsync(token));
        _provider.RotateKey(); // and nobody comes with the new one

        _clock.By = IdentityProvider.Fresh - Duration.FromMinutes(1);
        Assert.True(await IsTakenAsync(token));
        _clock.By = IdentityProvider.Fresh;
        Assert.False(await IsTakenAsync(token));
    }

    [Fact]
    public async Task What_the_provider_said_last_counts_for_an_hour_while_it_is_away()
    {
        var token = _provider.Token(SmallProvider.Audience);
        Assert.True(await IsTakenAsync(token));
        _provider.IsDown = true;

        _clock.By = IdentityProvider.Longest - Duration.FromMinutes(1);
        Assert.True(await IsTakenAsync(token));
        _clock.By = IdentityProvider.Longest;
        await Assert.ThrowsAsync<ProviderException>(() => IsTakenAsync(token));

        _provider.IsDown = false;
        _clock.By += IdentityProvider.BetweenFetches;
        Assert.True(await IsTakenAsync(token));
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_do_not_make_us_a_flood()
    {
        Assert.True(await IsTakenAsync(_provider.Token(SmallProvider.Audience)));
        Assert.Equal(1, _provider.Described);
        _provider.Spoil("unknown-key");
        var token = _provider.Token(SmallProvider.Audience);
        for (var number = 0; number < 20; number++) Assert.False(await IsTakenAsync(token));
        Assert.Equal(1, _provider.Described);

        _clock.By += IdentityProvider.BetweenFetches;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => IsTakenAsync(token)));
        Assert.Equal(2, _provider.Described);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_no_more_often_than_one_that_answers()
    {
        var token = _provider.Token(SmallProvider.Audience);
        _provider.IsDown = true;
        await Assert.ThrowsAsync<ProviderException>(() => IsTakenAsync(token));
        _provider.IsDown = false;
        await Assert.ThrowsAsync<ProviderException>(() => IsTakenAsync(token)); // it was asked just now
        Assert.Equal(0, _provider.Described);

        _clock.By += IdentityProvider.BetweenFetches;
        Assert.True(await IsTakenAsync(token));
    }

    [Theory]
    [InlineData("named")]
    [InlineData("address")]
    public async Task A_provider_that_says_something_else_of_itself_is_not_gone_by(string way)
    {
        _provider.Spoil(way);
        await Assert.ThrowsAsync<ProviderException>(() => _known.AskAsync());
    }

    private async Task<bool> IsTakenAsync(string token) => (await _tokens.ReadAsync(token, SmallProvider.Audience)).Token is not null;
}
