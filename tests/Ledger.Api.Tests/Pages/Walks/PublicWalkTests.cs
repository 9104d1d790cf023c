using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Pages.House;

namespace Ledger.Api.Tests.Pages.Walks;

/// <summary>Somebody from a village who is offered bags, with a phone, a receipt and no key.</summary>
[Collection(WorldWalks.Name)]
public sealed class PublicWalkTests(PostedWorld world, RunningBrowser browser)
{
    private const int Phone = 360;
    private static readonly Language English = Language.English, French = Language.French;

    // Every word that was shown, whatever the page.
    private readonly StringBuilder _read = new();

    [Fact]
    public async Task Anyone_checks_tags_and_a_receipt_in_two_languages_and_learns_no_name_and_nothing_that_is_not_public()
    {
        await using var visitor = await browser.VisitAsync(world.Server, "/");
        await visitor.Page.AppearAsync(Phone);
        Assert.Equal("/en/", await visitor.PathAsync());
        var bag = world.Posted("bagged").First(each => each.TryGetProperty("tag", out _) && world.IsHonest(each));
        var receipt = await ReceiptOfAsync(bag);

        await CheckTagsAsync(visitor, bag);
        await CheckSuspectTagsAsync(visitor);
        await ReadLogAsync(visitor, receipt.GetProperty("sequence").GetInt64());
        await VerifyReceiptAsync(visitor, receipt);
        await MeetClosedDoorsAsync(visitor, bag.GetProperty("lotId").GetString()!);

        foreach (var participant in world.World.Participants)
            foreach (var name in (string[])[participant.Id.Value, participant.Name])
                Assert.DoesNotContain(name, _read.ToString(), StringComparison.Ordinal);
        foreach (var site in world.World.Sites) Assert.DoesNotContain(site.Name, _read.ToString(), StringComparison.Ordinal);
    }

    // The bag before her, a number nobody could read, one that was never issued; then the same page in French.
    private async Task CheckTagsAsync(Visitor visitor, JsonElement bag)
    {
        var (tag, mineral) = (bag.GetProperty("tag"), bag.GetProperty("mineral").GetString()!);
        await CheckAsync(visitor, tag.GetProperty("number").GetString()!);
        var kinds = world.World.Registrations.Where(entry => entry.Path == "/v1/tag-issues").ToList();
        Assert.Equal(kinds.Count, await visitor.CountAsync(".result .facts")); // each kind of tag has its own numbers
        await CheckAsync(visitor, LongForm(tag));
        var site = world.World.Registrations.Where(entry => entry.Path == "/v1/sites").Select(entry => Parsed(entry.Json))
            .Single(each => each.GetProperty("siteId").GetString() == bag.GetProperty("siteId").GetString());
        await visitor.SeesAsync(
            English["tag-check.status.in-use.title"], English.Word("mineral", mineral), site.GetProperty("area").GetString()!,
            English["tag-check.history-is.verified"]);
        await visitor.PressAsync(".mast a[lang=fr]");
        await visitor.SeesAsync(French["tag-check.status.in-use.title"], French.Word("mineral", mineral));
        await visitor.PressAsync(".mast a[lang=en]");

        await CheckAsync(visitor, "12-34");
        await visitor.SeesAsync(English["tag-check.malformed"]);
        var highest = kinds.Max(entry => long.Parse(Parsed(entry.Json).GetProperty("to").GetString()!, null));
        await CheckAsync(visitor, $"{highest + 1:D7}");
        await visitor.SeesAsync(English["tag-check.status.unknown.title"]);
    }

    // One that its agency says was stolen, and one that was tied on two bags: what a rule thinks of it is not public.
    private async Task CheckSuspectTagsAsync(Visitor visitor)
    {
        var issued = Parsed(world.World.Registrations.First(entry => entry.Path == "/v1/tag-issues").Json);
        using var agency = world.As(world.World.Postings.First(each => Parsed(each.Json).GetProperty("type").GetString() == "bagged")
            .PostedBy.Value);
        var (series, kind, last) = (Of("series"), Of("kind"), Of("to"));
        var stolen = await agency.PostAsync(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(), ["type"] = "tag-stolen", ["eventTime"] = "2026-06-30T08:00:00+02:00", ["series"] = series,
            ["kind"] = kind, ["from"] = last,
        });
        Assert.True((int)stolen.Status == 201, stolen.Text);
        await world.Server.CaughtUpAsync();
        await CheckAsync(visitor, $"{series}/{kind}/{last}");
        await visitor.SeesAsync(English["tag-check.status.stolen.title"]);

        var twice = world.Planted("tag-on-two-lots").Subjects.Single(subject => subject.StartsWith("tag:", StringComparison.Ordinal));
        await CheckAsync(visitor, twice["tag:".Length..]);
        Assert.Equal(1, await visitor.CountAsync(".result .facts"));
        await visitor.SeesAsync(English["tag-check.status.in-use.title"]);
        Assert.DoesNotContain("several lots", await visitor.MainAsync(), StringComparison.Ordinal);

        string Of(string name) => issued.GetProperty(name).GetString()!;
    }

    private async Task ReadLogAsync(Visitor visitor, long sequence)
    {
        await visitor.TurnToAsync("/en/log");
        var size = Seen.Number(await visitor.Page.TextAsync("dd.number"));
        using var nobody = world.Server.Anonymous();
        Assert.Equal((await nobody.GetAsync("/checkpoint")).Text.Split('\n')[1], $"{size}");
        foreach (var (asked, outcome) in (List<(long, string)>)[(sequence, "there"), ((long)size + 1_000, "missing")])
        {
            await visitor.Page.TypeAsync("#sequence", $"{asked}");
            await visitor.SubmitAsync();
            await visitor.SeesAsync(English[$"log.result.{outcome}.title"]);
            _read.Append(await visitor.Page.TextAsync());
        }
    }

    // The receipt that the seller shows her holds in her own browser, and one with another hash does not.
    private async Task VerifyReceiptAsync(Visitor visitor, JsonElement receipt)
    {
        await visitor.PressAsync("main a[href='/en/log/verify']");
        var hash = receipt.GetProperty("leafHash").GetString()!;
        var changed = receipt.GetRawText().Replace(hash, new string('0', hash.Length), StringComparison.Ordinal);
        foreach (var (text, verdict) in (List<(string, string)>)[(receipt.GetRawText(), "proved"), (changed, "root")])
        {
            await visitor.GoAsync("/en/log/verify");
            await visitor.Page.WaitAsync("!document.querySelector('#check button').matches(':disabled')");
            await visitor.Page.TypeAsync("#evidence", text);
            await visitor.Page.ClickAsync("#check button");
            await visitor.Page.WaitAsync("document.querySelector('#check-found .result')");
            Assert.Equal(1, await visitor.CountAsync($"#check-found .result[data-verdict='{verdict}']"));
            _read.Append(await visitor.Page.TextAsync());
        }
    }

    private async Task MeetClosedDoorsAsync(Visitor visitor, string lot)
    {
        var exporter = world.World.Participants.First(each => each.Roles.Contains("exporter")).Id;
        string[] closed =
        [
            "/lots", "/lots/" + Uri.EscapeDataString(lot), $"/lots/{Uri.EscapeDataString(lot)}/dossier.zip", "/findings", "/incidents",
            "/runs", "/sites", "/events", "/desk", "/parties", $"/parties/{exporter}/balance", "/admin",
        ];
        foreach (var path in closed)
        {
            await visitor.GoAsync("/en" + path);
            Assert.StartsWith("/en/sign-in?next=", await visitor.PathAsync(), StringComparison.Ordinal);
            _read.Append(await visitor.Page.TextAsync());
        }

        await visitor.Page.TypeAsync("#key", "ledger_0000000000000000_guess");
        await visitor.SubmitAsync();
        Assert.StartsWith("/en/sign-in", await visitor.PathAsync(), StringComparison.Ordinal);
        await visitor.GoAsync("/en/lots");
        Assert.Equal(English["sign-in"], await visitor.HeadingAsync());
    }

    private async Task CheckAsync(Visitor visitor, string number)
    {
        await visitor.TurnToAsync("/en/tag-check");
        await visitor.Page.TypeAsync("#number", number);
        await visitor.SubmitAsync();
        _read.Append(await visitor.Page.TextAsync());
    }

    // Posted again it is stored once, and its receipt is the one from then.
    private async Task<JsonElement> ReceiptOfAsync(JsonElement bag)
    {
        var posting = world.World.Postings.Single(each => each.Id.ToString() == bag.GetProperty("id").GetString());
        using var agency = world.As(posting.PostedBy.Value);
        var again = await agency.PostAsync(bag.GetRawText());
        Assert.True((int)again.Status == 200, again.Text);
        return JsonDocument.Parse(again.Text).RootElement.GetProperty("events")[0];
    }

    private static string LongForm(JsonElement tag) =>
        string.Join('/', ((string[])["series", "kind", "number"]).Select(name => tag.GetProperty(name).GetString()));

    private static JsonElement Parsed(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json).RootElement;
}
