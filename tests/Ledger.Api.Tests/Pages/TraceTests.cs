using Ledger.Api.Pages.Lots;

namespace Ledger.Api.Tests.Pages;

/// <summary>The drawing of a lot's way.</summary>
public sealed class TraceTests(RunningLedger ledger, RunningBrowser browser) : IClassFixture<RunningLedger>, IClassFixture<RunningBrowser>
{
    [Fact]
    public void Seven_hundred_bags_stand_in_their_sites_until_one_is_opened()
    {
        var source = Many(700, sites: 30);
        var closed = TraceGraph.Of(source, new HashSet<string>());

        Assert.InRange(closed.Nodes.Count, 10, 20);
        Assert.Equal(["site", "run", "lot"],
            closed.Nodes.OrderBy(node => node.X).Select(node => node.Kind).Where(kind => kind != "others").Distinct());
        Assert.Equal((21, "column:0"), closed.Nodes.Where(node => node.Kind == "others").Select(node => (node.Count, node.Opens)).Single());
        Assert.All(closed.Nodes.Where(node => node.Kind == "site"), site => Assert.InRange(site.Count, 23, 24));
        // Nothing is lost by joining: what comes in is what the run took.
        Assert.Equal(35_000m, closed.Bands.Where(band => band.To.Kind == "run").Sum(band => band.Kg));

        var opened = TraceGraph.Of(source, new HashSet<string> { "site:S-00", "column:0" });
        Assert.Equal(30, opened.Nodes.Count(node => node.Kind == "site"));
        Assert.Equal(9, opened.Nodes.Count(node => node.Key.StartsWith("lot:bag", StringComparison.Ordinal)));
        Assert.Equal(15, opened.Nodes.Single(node => node.Kind == "others").Count); // the other bags of the open site
        Assert.True(opened.Nodes.Single(node => node.Key == "site:S-00").IsOpen);
    }

    [Fact]
    public void Boxes_of_a_column_do_not_overlap_and_bands_are_as_thick_as_their_mass()
    {
        var graph = TraceGraph.Of(Many(40, sites: 5), new HashSet<string> { "site:S-01" });
        foreach (var column in graph.Nodes.GroupBy(node => node.X))
            foreach (var (upper, lower) in column.OrderBy(node => node.Y).Zip(column.OrderBy(node => node.Y).Skip(1)))
                Assert.True(upper.Y + upper.Height < lower.Y, $"{upper.Key} lies on {lower.Key}");
        Assert.All(graph.Bands, band => Assert.True(band.From.X < band.To.X, $"{band.From.Key} is not before {band.To.Key}"));
        var root = graph.Nodes.Single(node => node.Key == "lot:product");
        Assert.Equal(200, root.Height, 0.01);
    }

    [Fact]
    public void What_claims_to_come_from_itself_is_drawn_too()
    {
        ProvenanceEdge[] edges = [new("lot:a", "run:1", 5), new("run:1", "lot:b", 5), new("lot:b", "run:2", 5), new("run:2", "lot:a", 5)];
        var graph = TraceGraph.Of(new("lot:b", true, [], edges), new HashSet<string>());
        Assert.Equal(4, graph.Nodes.Count);
        Assert.Equal(4, graph.Bands.Count);
    }

    [Fact]
    public void Downstream_the_lot_stands_first()
    {
        ProvenanceEdge[] edges = [new("lot:a", "run:1", 5), new("run:1", "lot:b", 3), new("run:1", "lot:c", 2)];
        var graph = TraceGraph.Of(new("lot:a", false, [], edges), new HashSet<string>());
        Assert.Equal(["lot:a", "run:1", "lot:b", "lot:c"],
            graph.Nodes.OrderBy(node => node.X).ThenBy(node => node.Y).Select(node => node.Key));
    }

    [Fact]
    public void Whose_hands_a_lot_went_through_stands_between_it_and_what_took_it()
    {
        ProvenanceNode[] nodes =
        [
            new("lot:a", 50, "S-1", ["coop", "trader", "exporter"]), new("lot:b", 30, "S-1", ["coop", "trader"]),
            new("lot:c", 20, "S-2", ["exporter"]), new("run:wash", null, null, ["exporter"]), new("run:dry", null, null, ["trader"]),
            new("lot:dried", 28, null, ["trader", "exporter", "trader"]), new("lot:x", 90, null, ["exporter", "smelter"]),
            new("consignment:x", null, null, []),
        ];
        ProvenanceEdge[] edges =
        [
            new("lot:a", "run:wash", 40), new("lot:c", "run:wash", 20), new("lot:b", "run:dry", 30), new("run:dry", "lot:dried", 28),
            new("lot:dried", "consignment:x", 28), new("run:wash", "lot:y", 60), new("lot:y", "consignment:x", 60),
            new("consignment:x", "lot:x", 88),
        ];
        var graph = TraceGraph.Of(new("lot:x", true, nodes, edges), new HashSet<string>());
        string[] bands = [.. graph.Bands.Select(band => $"{Show(band.From)} > {Show(band.To)}: {band.Kg}").Order(StringComparer.Ordinal)];

        Assert.Equal(
        [
            "consignment x > lot x: 88", "lot dried > party exporter: 28", "lot x > party smelter: 90", "lot y > consignment x: 60",
            "party exporter > consignment x: 28", "party exporter > run wash: 40", "party trader > party exporter: 40",
            "party trader > run dry: 30", "run dry > lot dried: 28", "run wash > lot y: 60", "site S-1 > party trader: 30",
            "site S-1 > party trader: 40", "site S-2 > run wash: 20",
        ], bands);
        Assert.All(graph.Bands, band => Assert.True(band.From.X < band.To.X, $"{band.From.Key} is not before {band.To.Key}"));
        Assert.Equal("smelter", graph.Nodes.MaxBy(node => node.X)!.Name);

        var down = TraceGraph.Of(new("lot:b", false, nodes[1..2], []), new HashSet<string>());
        Assert.Equal(["lot:b", "party:trader#end.2"], down.Nodes.OrderBy(node => node.X).Select(node => node.Key));

        static string Show(TraceNode node) => $"{node.Kind} {node.Name}";
    }

    [Fact]
    public void Many_runs_of_a_party_stand_in_one_box_until_it_is_opened()
    {
        // Each run's product goes into the next; the last one's is packed.
        var runs = Enumerable.Range(0, 40).ToList();
        ProvenanceNode[] nodes =
        [
            .. runs.Select(run => new ProvenanceNode($"lot:bag-{run}", 50, "S-1", ["coop", "trader"])),
            .. runs.Select(run => new ProvenanceNode($"run:{run:00}", null, null, ["trader"])),
            .. runs.Select(run => new ProvenanceNode($"lot:made-{run}", 5, null, run == 39 ? ["trader", "exporter"] : ["trader"])),
            new("lot:x", 45, null, ["exporter"]), new("consignment:x", null, null, []),
        ];
        ProvenanceEdge[] edges =
        [
            .. runs.Select(run => new ProvenanceEdge($"lot:bag-{run}", $"run:{run:00}", 50)),
            .. runs.Select(run => new ProvenanceEdge($"run:{run:00}", $"lot:made-{run}", 5)),
            .. runs.Skip(1).Select(run => new ProvenanceEdge($"lot:made-{run - 1}", $"run:{run:00}", 5)),
            new("lot:made-39", "consignment:x", 45), new("consignment:x", "lot:x", 45),
        ];
        var source = new TraceSource("lot:x", true, nodes, edges);

        var closed = TraceGraph.Of(source, new HashSet<string>());
        Assert.Equal(["site:S-1", "runs:trader", "party:exporter#2.2", "consignment:x", "lot:x"],
            closed.Nodes.OrderBy(node => node.X).Select(node => node.Key));
        Assert.Equal([(2000m, 40), (2000m, 40)], closed.Nodes.OrderBy(node => node.X).Take(2).Select(node => (node.Kg, node.Count)));
        Assert.Equal("runs:trader", closed.Nodes.Single(node => node.Kind == "runs").Opens);

        var opened = TraceGraph.Of(source, new HashSet<string> { "runs:trader" });
        Assert.Equal(40, opened.Nodes.Count(node => node.Kind == "run"));
        Assert.DoesNotContain(opened.Nodes, node => node.Kind == "runs");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_follows_a_lot_by_keys_alone_opens_a_site_and_comes_to_a_bag(bool hasScript)
    {
        using var story = await Story.BeginAsync(ledger.Server);
        var bags = new List<Bag>();
        foreach (var site in (string[])["S-EAST", "S-EAST", "S-WEST"]) bags.Add(await story.BagAsync(30m, site: site));
        foreach (var bag in bags) await story.HandOverAsync(bag, 30m, 30m);
        var (run, product) = await story.WashAsync(85m, [.. bags.Select(bag => (bag, 30m))]);
        await story.SettleAsync();
        await ledger.Server.CaughtUpAsync();
        await using var visitor = await browser.VisitAsync(ledger.Server, hasScript: hasScript);
        await visitor.SignInAsync(story.Programme);
        await visitor.GoAsync($"/en/lots/{product}/provenance");
        Assert.Contains("+ 2 bagged lots", await visitor.Page.TextAsync("#up"), StringComparison.Ordinal);

        await visitor.Page.LoadingAsync(async () =>
        {
            await FocusAsync(visitor, "#up a.opens");
            await visitor.Page.PressAsync("Enter");
        });
        Assert.Contains("up-open=site", await visitor.PathAsync(), StringComparison.Ordinal);
        await visitor.Page.LoadingAsync(async () =>
        {
            await FocusAsync(visitor, "#up a[href*='/runs/']");
            // Past the trader's box.
            for (var step = 0; hasScript && step < 2; step++) await visitor.Page.EvaluateAsync(
                "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }))");
            if (!hasScript) await FocusAsync(visitor, $"#up a[href*='{Uri.EscapeDataString(bags[0].LotId)}']");
            await visitor.Page.PressAsync("Enter");
        });
        Assert.Contains(await visitor.HeadingAsync(), bags.Select(bag => bag.LotId));

        await visitor.GoAsync($"/en/lots/{product}/provenance");
        var width = await WidthAsync(visitor);
        await visitor.Page.LoadingAsync(async () =>
        {
            if (!hasScript) await visitor.Page.ClickAsync("#up [data-zoom=closer]");
            else await visitor.Page.EvaluateAsync(
                "document.querySelector('#up a[data-node]').dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }))");
        });
        Assert.Equal(1.5, await WidthAsync(visitor) / width, 0.01);

        await visitor.GoAsync($"/en/lots/{bags[0].LotId}/provenance");
        Assert.Contains(run, (await visitor.Page.EvaluateAsync(
            "document.querySelector(\"#down a[href*='/runs/']\").textContent")).GetString()!, StringComparison.Ordinal);
    }

    private static async Task FocusAsync(Visitor visitor, string selector) =>
        await visitor.Page.EvaluateAsync($"document.querySelector(\"{selector}\").focus()");

    private static async Task<double> WidthAsync(Visitor visitor) =>
        (await visitor.Page.EvaluateAsync("+document.querySelector('#up svg').getAttribute('width')")).GetDouble();

    private static TraceSource Many(int bags, int sites)
    {
        var nodes = Enumerable.Range(0, bags).Select(bag => new ProvenanceNode($"lot:bag-{bag:000}", 50, $"S-{bag % sites:00}", ["miner"]));
        return new("lot:product", true, [.. nodes],
            [.. nodes.Select(bag => new ProvenanceEdge(bag.Id, "run:wash", 50)), new("run:wash", "lot:product", 30_000)]);
    }
}
