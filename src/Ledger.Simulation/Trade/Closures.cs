using Ledger.Simulation.Recording;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Simulation.Trade;

/// <summary>Now and then an authority stops a site for some weeks, and nobody works there meanwhile.</summary>
internal sealed class Closures
{
    private const int SitesToAClosure = 15;
    private const int Days = 21;
    private readonly Scene _scene;
    private readonly Desk _authority;
    private readonly SeededRandom _random;
    private readonly Dictionary<LocalDate, List<Mine>> _from = [];

    public Closures(Scene scene, Cast cast, SeededRandom random)
    {
        (_scene, _authority, _random) = (scene, cast.Authority, random);
        var years = Math.Max(1, scene.Options.Shape.Days / 365);
        for (var count = 0; count < years * (1 + (cast.Mines.Count / SitesToAClosure)); count++)
        {
            var share = (count % years) + random.Between(0.2, 0.6);
            var day = scene.Start.PlusDays((int)(scene.Options.Shape.Days * share / years));
            if (!_from.TryGetValue(day, out var mines)) _from[day] = mines = [];
            mines.Add(random.Pick(cast.Mines));
        }
    }

    public void Open(LocalDate day)
    {
        foreach (var mine in _from.GetValueOrDefault(day, []))
        {
            if (mine.WasStopped) continue;
            mine.ClosedUntil = day.PlusDays(Days);
            Order(_scene, _authority, mine, day, day.PlusDays(Days), _random);
        }
    }

    /// <summary>The authority writes down that a site is stopped, and later that it may go on.</summary>
    public static void Order(Scene scene, Desk authority, Mine mine, LocalDate from, LocalDate until, SeededRandom random)
    {
        mine.WasStopped = true;
        var order = FormattableString.Invariant($"O-{scene.Label}-{random.Below(100_000):00000}");
        Report("suspended", from, body => body["noticedAt"] = Format(from + new LocalTime(10, 0)));
        scene.Agenda.On(until, () => Report("suspension-lifted", until, _ => { }));

        void Report(string type, LocalDate day, Action<System.Text.Json.Nodes.JsonObject> also)
        {
            var draft = scene.Journal.Begin(authority, type, day + new LocalTime(10, random.Below(60)));
            draft.Body["siteId"] = mine.Card.Id.Value;
            draft.Body["order"] = order;
            draft.Body["from"] = Format(day.AtMidnight());
            also(draft.Body);
            draft.IsExact = true;
            scene.Post(draft);
        }
    }

    private static string Format(LocalDateTime at) => OffsetDateTimePattern.Rfc3339.Format(at.WithOffset(Desk.Zone));
}
