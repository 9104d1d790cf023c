using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.SignOn;

/// <summary>Tokens of the identity provider at the API, where keys are presented else.</summary>
public sealed class BearerTests : IClassFixture<SignOnWorld>
{
    private readonly SignOnWorld _world;

    public BearerTests(SignOnWorld world)
    {
        _world = world;
        world.Provider.Mend();
    }

    [Fact]
    public async Task A_token_opens_the_API_as_a_key_of_its_organisation_and_roles_does()
    {
        _world.Provider.Claims["groups"] = new JsonArray("field", "of no meaning here");
        using var client = With(_world.Server, _world.Provider.Token(SmallProvider.Audience));

        var caller = (await client.GetAsync("/v1/caller")).Body;

        Assert.Equal(("acme-trading", "oidc:person-1"), ((string)caller["organisation"]!, (string)caller["keyId"]!));
        Assert.Equal(["agent"], caller["roles"]!.AsArray().Select(role => (string)role!));
        Assert.Equal(HttpStatusCode.Created, (await client.PostBaggedAsync()).Status);
        Assert.Equal("no-right", (await client.GetAsync("/v1/keys")).Problem);
    }

    public static TheoryData<string> Wrong => [.. SmallProvider.WrongTokens, .. SmallProvider.WrongPeople];

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_token_that_is_wrong_in_one_way_opens_nothing(string way)
    {
        _world.Provider.Spoil(way);
        Assert.Equal("not-authenticated", (await AskAsync(_world.Server, _world.Provider.Token(SmallProvider.Audience))).Problem);
        _world.Provider.Mend();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_world.Server, _world.Provider.Token(SmallProvider.Audience))).Status);
    }

    [Fact]
    public async Task What_is_no_token_for_the_API_opens_nothing()
    {
        var token = _world.Provider.Token(SmallProvider.Audience);
        string[] wrong =
        [
            _world.Provider.Token(SmallProvider.ClientId), // of a sign-in
            token[..^8] + "AAAAAAAA", token[..token.LastIndexOf('.')] + ".", token[..token.LastIndexOf('.')], token + ".x.y", "a.b.c", "..",
        ];
        foreach (var each in wrong) Assert.Equal((each, "not-authenticated"), (each, (await AskAsync(_world.Server, each)).Problem));
    }

    [Fact]
    public async Task Without_an_audience_or_without_a_provider_a_token_is_as_any_unknown_key()
    {
        var token = _world.Provider.Token(SmallProvider.Audience);
        await using (var deaf = await _world.StartAsync(_world.Provider, audience: null))
            Assert.Equal("not-authenticated", (await AskAsync(deaf, token)).Problem);
        await using var plain = await _world.StartAsync(provider: null);
        var (refused, unknown) = (await AskAsync(plain, token), await AskAsync(plain, "something-else"));
        Assert.Equal((unknown.Status, unknown.Text), (refused.Status, refused.Text));
        Assert.Equal("not-authenticated", refused.Problem);
    }

    [Fact]
    public async Task Wrong_tokens_lock_out_neither_right_ones_nor_keys_of_the_same_address()
    {
        await using var server = await _world.StartAsync(_world.Provider, new() { FailedAttemptsPerMinute = 3 });
        for (var number = 0; number < 5; number++) Assert.Equal("not-authenticated", (await AskAsync(server, "a.b.c")).Problem);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, _world.Provider.Token(SmallProvider.Audience))).Status);
        using var trader = await server.AsAsync("sign-on-trader", "trader");
        Assert.Equal(HttpStatusCode.OK, (await trader.GetAsync("/v1/caller")).Status);
    }

    [Fact]
    public async Task What_a_token_posts_counts_as_what_a_key_posts()
    {
        await using var server = await _world.StartAsync(_world.Provider, new() { PostsPerMinute = 2 });
        _world.Provider.Claims["groups"] = new JsonArray("field");
        var posted = new List<HttpStatusCode>();
        for (var number = 0; number < 3; number++)
        {
            using var client = With(server, _world.Provider.Token(SmallProvider.Audience)); // another token, and the same person
            posted.Add((await client.PostBaggedAsync()).Status);
        }

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.TooManyRequests], posted);
    }

    [Fact]
    public async Task When_the_provider_signs_with_a_new_key_it_is_taken_and_the_old_one_no_longer()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var server = await _world.StartAsync(provider);
        var old = provider.Token(SmallProvider.Audience);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, old)).Status);

        provider.RotateKey();

        await Eventually.IsAsync(
            () => AskAsync(server, provider.Token(SmallProvider.Audience)), answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(server, old)).Status);
    }

    [Fact]
    public async Task With_the_provider_away_known_keys_of_it_go_on_and_else_a_token_is_told_to_wait()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using LedgerServer known = await _world.StartAsync(provider), fresh = await _world.StartAsync(provider);
        var token = provider.Token(SmallProvider.Audience);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(known, token)).Status);

        provider.IsDown = true;

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(known, token)).Status);
        var refused = await AskAsync(fresh, token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (refused.Status, refused.Problem));
        Assert.True(refused.Message.Headers.Contains("Retry-After"), "says when to try again");
        Assert.DoesNotContain("127.0.0.1", refused.Text, StringComparison.Ordinal);
        using var trader = await fresh.AsAsync("sign-on-trader", "trader");
        Assert.Equal("sign-on-trader", (string)(await trader.GetAsync("/v1/caller")).Body["organisation"]!);
    }

    private static LedgerClient With(LedgerServer server, string token) => new(server.Address, "acme-trading", token);

    private static async Task<Answer> AskAsync(LedgerServer server, string token)
    {
        using var client = With(server, token);
        return await client.GetAsync("/v1/caller");
    }
}
