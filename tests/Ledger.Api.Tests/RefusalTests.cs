using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Tests;

public sealed class RefusalTests(RunningLedger ledger) : IClassFixture<RunningLedger>
{
    [Theory]
    [InlineData("", "malformed-json")]
    [InlineData("{", "malformed-json")]
    [InlineData("nonsense", "malformed-json")]
    [InlineData("""{"id":"a","id":"b"}""", "malformed-json")]
    [InlineData("""{"note":"\u0000"}""", "malformed-json")]
    [InlineData("""{"note":"\ud800"}""", "malformed-json")]
    [InlineData("""{"netKg":1.2345678901234567}""", "malformed-json")]
    [InlineData("""{} {}""", "malformed-json")]
    [InlineData("""{"type":"weighed",}""", "malformed-json")]
    [InlineData("""[{]""", "malformed-json")]
    [InlineData("null", "field-errors")]
    [InlineData("7", "field-errors")]
    [InlineData("{}", "field-errors")]
    [InlineData("""{"type":"unheard-of"}""", "field-errors")]
    [InlineData("""{"type":"weighed"}""", "field-errors")]
    public async Task What_is_malformed_is_refused_and_nothing_is_stored(string body, string problem)
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var before = await ledger.Server.StoredAsync();

        var answer = await agent.PostAsync(body);

        Assert.Equal((HttpStatusCode.BadRequest, problem), (answer.Status, answer.Problem));
        Assert.Equal(before, await ledger.Server.StoredAsync());
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var weighed = Sample.Weighed(Guid.NewGuid());
        (weighed["netKg"], weighed["method"], weighed["colour"]) = (-1, "guessed", "red");
        weighed.Remove("eventTime");

        var answer = await agent.PostAsync(weighed);

        Assert.Equal("field-errors", answer.Problem);
        Assert.Equal((string)weighed["id"]!, (string)answer.Body["id"]!);
        Assert.Equal(["colour", "eventTime", "method", "netKg"],
            answer.Body["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_malformed_body_is_told_where()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var answer = await agent.PostAsync("""{"type":"weighed","type":"bagged"}""");
        Assert.StartsWith("Byte 18: ", (string)answer.Body["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_no_party_may_not_record_it()
    {
        using var stranger = await ledger.Server.AsAsync("demo-stranger", "trader");
        using var buyer = await ledger.Server.AsAsync("demo-trader", "trader");

        var refused = await stranger.PostAsync(Sample.Example("sold", Guid.NewGuid()));

        Assert.Equal((HttpStatusCode.Forbidden, "not-acting-party"), (refused.Status, refused.Problem));
        Assert.Equal(HttpStatusCode.Created, (await buyer.PostAsync(Sample.Example("sold", Guid.NewGuid()))).Status);
    }

    [Fact]
    public async Task A_replacement_needs_the_right_too()
    {
        using var carrier = await ledger.Server.AsAsync("demo-carrier", "carrier");
        var corrected = Sample.Example("corrected", Guid.NewGuid());
        corrected["replacement"] = Sample.Bagged(Guid.NewGuid());
        var refused = await carrier.PostAsync(corrected);
        Assert.Equal((HttpStatusCode.Forbidden, "no-right"), (refused.Status, refused.Problem));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_or_of_another_kind_is_refused()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var large = Sample.Weighed(Guid.NewGuid());
        large["note"] = new string('x', 1 << 20);

        var tooLarge = await agent.PostAsync(large);
        var xml = await agent.PostAsync("<weighed/>", "application/xml");
        var brotli = await agent.PostAsync([1, 2, 3], encoding: "br");
        var notGzip = await agent.PostAsync([1, 2, 3], encoding: "gzip");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-large"), (tooLarge.Status, tooLarge.Problem));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (xml.Status, xml.Problem));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported-media-type"), (brotli.Status, brotli.Problem));
        Assert.Equal((HttpStatusCode.BadRequest, "bad-request"), (notGzip.Status, notGzip.Problem));
    }

    [Fact]
    public async Task Two_thousand_damaged_bodies_are_refused_or_stored_and_never_break_anything()
    {
        using var agent = await ledger.Server.AsAsync("demo-agent", "agent");
        var random = new Random(20_261);
        var examples = CustodyEventReader.Types.Select(type => Sample.Example(type, Guid.NewGuid()).ToJsonString()).ToArray();
        var expected = await ledger.Server.StoredAsync();
        var created = 0;

        for (var round = 0; round < 2_000; round++)
        {
            var answer = await agent.PostAsync(Damage(Encoding.UTF8.GetBytes(examples[random.Next(examples.Length)]), random));
            Assert.InRange((int)answer.Status, 200, 499);
            if (answer.Status != HttpStatusCode.Created) continue;
            created++;
            expected += (string?)answer.Body["replacement"]?["status"] == "created" ? 2 : 1;
            Assert.Equal(expected, await ledger.Server.StoredAsync());
        }

        Assert.Equal(expected, await ledger.Server.StoredAsync());
        Assert.InRange(created, 1, 1_999); // some damage hits a digit or a letter of free text
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        for (var hits = random.Next(1, 4); hits > 0; hits--)
        {
            var at = random.Next(body.Length);
            body = random.Next(4) switch
            {
                0 => [.. body[..at], .. body[(at + 1)..]],
                1 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
                2 => [.. body[..at], (byte)random.Next(32, 127), .. body[(at + 1)..]],
                _ => [.. body[..at], .. body[random.Next(body.Length)..]],
            };
            if (body.Length == 0) return body;
        }

        return body;
    }
}
