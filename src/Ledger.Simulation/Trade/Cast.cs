using System.Globalization;
using Ledger.Domain.Values;
using Ledger.Simulation.Matter;
using Ledger.Simulation.Recording;

namespace Ledger.Simulation.Trade;

/// <summary>Everybody in the world. No name or place of it exists.</summary>
internal sealed class Cast
{
    private static readonly string[] Moods = ["Paper", "Velvet", "Glass", "Borrowed", "Sleeping", "Upside-Down"];
    private static readonly string[] Things = ["Lantern", "Teapot", "Kite", "Umbrella", "Cloud"];

    private readonly Scene _scene;
    private readonly WorldShape _shape;
    private readonly SeededRandom _random;
    private readonly List<Participant> _participants = [];
    private readonly List<(Scale Scale, Desk Owner)> _scales = [];

    public Cast(Scene scene)
    {
        (_scene, _shape, _random) = (scene, scene.Options.Shape, scene.Random.Child("cast"));
        var agencies = Several(_shape.Agencies, "agency", "Tagging Agency", ["agent"]).Select(Agency).ToList();
        Holders = [.. Several(_shape.Holders, "coop", "Diggers", ["miner"]).Select(Holder)];
        Traders = [.. Several(_shape.Traders, "trader", "Traders", ["trader"]).Select(Trader)];
        Exporters = [.. Several(_shape.Exporters, "exporter", "Exports", ["exporter"]).Select(Exporter)];
        var smelter = SmelterOf(Several(1, "smelter", "Smelter", ["smelter"])[0]);
        Programme = Several(1, "programme", "Programme", ["programme"])[0];
        Authority = DeskOf(Several(1, "authority", "Mines Office", ["authority"])[0]);
        var laboratory = DeskOf(Several(1, "lab", "Laboratory", ["laboratory"])[0]);
        Offices = new(scene, laboratory, Authority, new(scene, smelter, _random.Child("smelter")), _random.Child("offices"));
        Mines = [.. Enumerable.Range(0, _shape.Sites).Select(index => Mine(index, agencies[index % agencies.Count]))];
        Sites = [.. Mines.Select(mine => mine.Card)];
        scene.Mines.AddRange(Mines);
        scene.Houses.AddRange([.. Holders, .. Traders.Select(works => works.House), .. Exporters.Select(works => works.House), smelter]);
    }

    public IReadOnlyList<Participant> Participants => _participants;
    public IReadOnlyList<SiteCard> Sites { get; }
    public IReadOnlyList<Mine> Mines { get; }
    public IReadOnlyList<House> Holders { get; }
    public IReadOnlyList<Works> Traders { get; }
    public IReadOnlyList<Works> Exporters { get; }
    public ExportOffices Offices { get; }
    public Desk Authority { get; }

    /// <summary>Who keeps the registers.</summary>
    public PartyId Programme { get; }

    /// <summary>Every scale with the desk of its owner.</summary>
    public IReadOnlyList<(Scale Scale, Desk Owner)> Scales => _scales;

    private List<PartyId> Several(int count, string kind, string trade, IReadOnlyList<string> roles)
    {
        var made = new List<PartyId>();
        for (var number = 1; number <= count; number++)
        {
            var id = new PartyId(string.Create(CultureInfo.InvariantCulture, $"demo-{kind}-{number:00}"));
            _participants.Add(new(id, $"{InventedName(number - 1)} {trade} (invented)", roles));
            made.Add(id);
        }

        return made;
    }

    private static string InventedName(int index) =>
        $"{Moods[index % Moods.Length]} {Things[(index + (index / Moods.Length)) % Things.Length]}";

    private House Agency(PartyId id) => new(id, DeskOf(id));

    // Half of the holders have a phone, the others an exercise book.
    private House Holder(PartyId id, int index)
    {
        var random = RandomOf(id);
        var desk = index % 2 == 0 ? Desk.Phone(id, $"phone-{id}", syncDays: 1, random) : Desk.Paper(id, random);
        return new(id, desk) { NamesByTag = true };
    }

    private Works Trader(PartyId id, int index)
    {
        var random = RandomOf(id);
        var desk = DeskOf(id);
        var house = new House(id, desk, Scale(desk, 1, ScaleKind.Bench))
        {
            MeasuresMoisture = MeasuresMoisture(isUsual: index % 2 == 0), NamesByTag = index % 2 == 1, IsSender = true,
        };
        return new(_scene, house, Operation.OfTraders, _shape.RunBags, packageKg: 50, random.Child("works"));
    }

    private Works Exporter(PartyId id)
    {
        var random = RandomOf(id);
        var desk = DeskOf(id);
        var house = new House(id, desk, Scale(desk, 1, ScaleKind.Platform))
        {
            MeasuresMoisture = MeasuresMoisture(isUsual: true), HasAnalyser = true,
        };
        return new(_scene, house, Operation.OfExporters, _shape.ExporterRunBags, packageKg: 320, random.Child("works"));
    }

    private bool MeasuresMoisture(bool isUsual) => _scene.Options.Moisture switch
    {
        MoistureRegime.Everywhere => true,
        MoistureRegime.Nowhere => false,
        _ => isUsual,
    };

    private House SmelterOf(PartyId id)
    {
        var desk = DeskOf(id);
        return new(id, desk, Scale(desk, 1, ScaleKind.Platform));
    }

    // Two sites in three have an agent with a phone, online once in at most four days; the third has sheets.
    private Mine Mine(int index, House agency)
    {
        var id = new SiteId(string.Create(CultureInfo.InvariantCulture, $"site-demo-{index + 1:00}"));
        var random = _scene.Random.Child(id.Value);
        var mineral = (index % 6) switch { 0 or 2 or 4 => Mineral.Cassiterite, 1 or 5 => Mineral.Coltan, _ => Mineral.Wolframite };
        var holder = Holders[index % Holders.Count];

        // In the Gulf of Guinea, where the zero meridian crosses the equator: nobody can take these for mines.
        var (lat, lon) = (0.5m - (0.06m * (index % 6)), 0.1m + (0.07m * (index / 6)));
        var card = new SiteCard(id, $"Invented {InventedName(index)} Hill", mineral, lat, lon, holder.Id);
        var desk = index % 3 == 2
            ? Desk.Paper(agency.Id, random.Child("desk"))
            : Desk.Phone(agency.Id, $"agent-phone-{index + 1:00}", syncDays: 1 + (index % 4), random.Child("desk"));
        return new(_scene, card, holder, agency, desk, Scale(agency.Desk, index + 1, ScaleKind.Hanging), random);
    }

    // One hanging scale in ten was never calibrated.
    private Scale Scale(Desk owner, int number, ScaleKind kind)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"scale-{owner.Party}-{number:00}");
        var isCalibrated = kind != ScaleKind.Hanging || !_random.Chance(0.1);
        var scale = new Scale(new(id), kind, isCalibrated, _shape.Days, _scene.Random.Child(id));
        _scales.Add((scale, owner));
        return scale;
    }

    private Desk DeskOf(PartyId id) => Desk.System(id, _scene.Random.Child($"{id}/desk"));

    private SeededRandom RandomOf(PartyId id) => _scene.Random.Child(id.Value);
}
