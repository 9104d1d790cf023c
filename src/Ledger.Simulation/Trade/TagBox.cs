using System.Text.Json.Nodes;
using Ledger.Domain.Json;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation.Trade;

/// <summary>
/// A site's tags: the programme gives so many, they lie in a locked box, and the agent takes them out by the bundle. At each month's
/// end the box is opened before two key holders and counted.
/// </summary>
internal sealed class TagBox(Scene scene, SiteCard site, House agency)
{
    private const int OrderSize = 40;
    private const int Bundle = 20;
    private readonly TagRoll _roll = scene.NewRoll(TagKind.Mine);
    private readonly List<TagOrder> _orders = [];
    private int _assigned, _takenOut, _inHand, _removedSinceCount;

    public SiteId Site => site.Id;

    public PartyId Agency => agency.Id;

    public string Series => _roll.Series;

    /// <summary>What the programme gave, in order.</summary>
    public IReadOnlyList<TagOrder> Orders => _orders;

    /// <summary>The programme gives it more when it asks.</summary>
    public bool MayOrder { get; set; } = true;

    /// <summary>Tags that a planted fraud took out of the box without a word.</summary>
    public int Stolen { get; set; }

    /// <summary>Tags still to be used, in the box and in the agent's hands.</summary>
    public int Left => Unopened + _inHand;

    /// <summary>Tags still in the box.</summary>
    public int Unopened => _assigned - _takenOut - Stolen;

    public TagId Take(LocalDate day)
    {
        if (_orders.Count == 0) Order(scene.Start.PlusDays(-7));
        if (_inHand == 0)
        {
            if (Unopened == 0) Order(day);
            var bundle = Math.Min(Bundle, Unopened);
            (_takenOut, _inHand, _removedSinceCount) = (_takenOut + bundle, bundle, _removedSinceCount + bundle);
            // Asked for in time: the last bundle is in use when the next tags come.
            if (Unopened == 0 && MayOrder) Order(day);
        }

        _inHand--;
        return _roll.Take();
    }

    public void Count(LocalDate day, SeededRandom random)
    {
        if (_orders.Count == 0) return;
        var draft = scene.Journal.Begin(agency.Desk, "lock-box-counted", day + new LocalTime(17, random.Below(60)));
        var body = draft.Body;
        body["siteId"] = Site.Value;
        body["box"] = $"box-{Site}";
        body["series"] = Series;
        body["kind"] = Code<TagKind>.Name(TagKind.Mine);
        draft.TypeCount(body, "counted", Unopened);
        draft.TypeCount(body, "removed", _removedSinceCount);
        body["keyHolders"] = new JsonArray(KeyHolder("agent"), KeyHolder("site-manager"));
        draft.IsExact = Stolen > 0;
        scene.Post(draft);
        _removedSinceCount = 0;
        foreach (var fraud in scene.Frauds) fraud.OnBoxCounted(this, draft.Id);
    }

    private void Order(LocalDate day)
    {
        _orders.Add(new(_roll.NumberAt(_assigned), _roll.NumberAt(_assigned + OrderSize - 1), OrderSize, day));
        _assigned += OrderSize;
    }

    private JsonObject KeyHolder(string role) => new() { ["role"] = role, ["ref"] = $"{role}-of-{Site}" };
}

/// <summary>Tags that a site asked for and was given.</summary>
internal sealed record TagOrder(string From, string To, int Count, LocalDate Day);
