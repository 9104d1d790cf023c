using System.Globalization;
using System.Text.Json.Nodes;
using Ledger.Domain.Values;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>
/// Somebody who records: <c>world.By("coop", "03-01 09:00").Bagged("coop:1", tag: "100", kg: 60)</c>. Times are of 2026,
/// or have a year, with a minute, a half day (<c>03-01 am</c>) or the day alone.
/// </summary>
public sealed class Recorder(World world, string party, string when)
{
    private bool _byProgramme;
    private string? _countersigned;
    private readonly JsonObject _envelope = [];

    public Recorder AsProgramme()
    {
        _byProgramme = true;
        return this;
    }

    public Recorder CountersignedBy(string other)
    {
        _countersigned = other;
        return this;
    }

    public Recorder OnSheet(string book, string number, int? line = null)
    {
        _envelope["sheet"] = new JsonObject { ["book"] = book, ["number"] = number, ["line"] = line };
        return this;
    }

    /// <summary>Typed in then.</summary>
    public Recorder Typed(string at)
    {
        _envelope["capturedAt"] = Time(at).Time;
        return this;
    }

    /// <summary>On a device, as its record of that number.</summary>
    public Recorder OnDevice(string device, int number)
    {
        (_envelope["deviceId"], _envelope["deviceSeq"]) = (device, number);
        return this;
    }

    /// <summary>Phone, paper, system or import; null says nothing of it.</summary>
    public Recorder Through(string? channel)
    {
        if (channel is not null) _envelope["channel"] = channel;
        return this;
    }

    public Recorder At(decimal lat, decimal lon, decimal? accuracyM = null, string source = "gps", string? premises = null)
    {
        _envelope["place"] = new JsonObject
        {
            ["lat"] = lat, ["lon"] = lon, ["accuracyM"] = accuracyM, ["source"] = source, ["partyId"] = premises,
        };
        return this;
    }

    public CustodyEventId Bagged(
        string lot, string? tag = null, decimal? kg = null, string method = "measured", string packaging = "bag", string? holder = null,
        string site = "site-1", string mineral = "cassiterite") => Post("bagged", new()
        {
            ["lotId"] = lot, ["mineral"] = mineral, ["siteId"] = site, ["packaging"] = packaging, ["holder"] = holder,
            ["tag"] = Line.TagNamed(tag), ["weighing"] = kg is null ? null : new JsonObject { ["netKg"] = kg, ["method"] = method },
        });

    public CustodyEventId Tagged(string? lot, string tag, string? replaces = null) => Post("tagged", new()
    {
        ["lotId"] = lot, ["tag"] = Line.TagNamed(tag), ["replaces"] = Line.TagNamed(replaces),
    });

    public CustodyEventId Weighed(
        string lot, decimal kg, string method = "measured", string basis = "wet", string purpose = "stock", string? scale = null) =>
        Post("weighed", Line.Named(lot, new()
        {
            ["netKg"] = kg, ["method"] = method, ["basis"] = basis, ["purpose"] = purpose, ["scaleId"] = scale,
        }));

    public CustodyEventId Scale(string id, decimal divisionKg) =>
        Post("scale-registered", new() { ["scaleId"] = id, ["class"] = "medium", ["divisionKg"] = divisionKg });

    public CustodyEventId Calibrated(string scale, string result = "passed") =>
        Post("scale-calibrated", new() { ["scaleId"] = scale, ["result"] = result });

    public CustodyEventId Checked(string scale, decimal knownKg, decimal shownKg) =>
        Post("check-weighed", new() { ["scaleId"] = scale, ["knownKg"] = knownKg, ["shownKg"] = shownKg });

    public CustodyEventId Sold(
        string? sale, string seller, string buyer, Line[] lots, string titlePasses = "delivered") => Post("sold", new()
    {
        ["saleId"] = sale, ["seller"] = seller, ["buyer"] = buyer, ["titlePasses"] = titlePasses,
        ["lots"] = new JsonArray([.. lots.Select(lot => lot.Item())]),
    });

    public CustodyEventId Received(
        Line[] lots, string? from = null, string basis = "sale", string? sale = null, string? movement = null, string[]? refused = null,
        string? scale = null) =>
        Post("received", new()
        {
            ["scaleId"] = scale,
            ["from"] = from, ["basis"] = basis, ["saleId"] = sale, ["movementId"] = movement,
            ["lots"] = new JsonArray([.. lots.Select(lot => lot.Item())]),
            ["refused"] = new JsonArray([.. (refused ?? []).Select(lot => Line.Named(lot, new() { ["reason"] = "tag-broken" }))]),
        });

    public CustodyEventId Processed(
        string run, Line[] inputs, Line[] outputs, string operation = "other", bool final = true, decimal? lossKg = null) =>
        Post("processed", new()
        {
            ["runId"] = run, ["operation"] = operation, ["final"] = final, ["measuredLossKg"] = lossKg,
            ["inputs"] = new JsonArray([.. inputs.Select(line => line.Input())]),
            ["outputs"] = new JsonArray([.. outputs.Select(line => line.Output())]),
        });

    /// <summary>What was there: heaps by their mass, and lots by sight, a line without a mass.</summary>
    public CustodyEventId Counted(Line[] heaps, Line[]? lots = null, bool complete = true, string? facility = null) =>
        Post("stock-counted", new()
        {
            ["complete"] = complete, ["facility"] = facility,
            ["heaps"] = new JsonArray([.. heaps.Select(heap => heap.Heap())]),
            ["lots"] = new JsonArray([.. (lots ?? []).Select(lot => Line.Named(lot.Lot, new() { ["seen"] = true }))]),
        });

    public CustodyEventId Dispatched(string movement, string to, Line[] lots, string? carrier = null) => Post("dispatched", new()
    {
        ["movementId"] = movement, ["to"] = to, ["carrier"] = carrier, ["lots"] = new JsonArray([.. lots.Select(lot => lot.Item())]),
    });

    public CustodyEventId Arrived(string? movement, Line[] lots, string? from = null) => Post("arrived", new()
    {
        ["movementId"] = movement, ["from"] = from, ["lots"] = new JsonArray([.. lots.Select(lot => lot.Item())]),
    });

    public CustodyEventId Certified(
        string lot, string number, decimal kg, string issued = "2026-05-01", string expires = "2026-07-30", string? replaces = null,
        params string[] origin) =>
        Post("certified", Line.Named(lot, new()
        {
            ["authority"] = "mines-office", ["number"] = number, ["weightKg"] = kg,
            ["origin"] = new JsonArray([.. (origin.Length == 0 ? ["RW"] : origin).Select(country => (JsonNode)country)]),
            ["issuedOn"] = issued, ["expiresOn"] = expires,
            ["replaces"] = replaces is null ? null : new JsonObject { ["authority"] = "mines-office", ["number"] = replaces },
        }));

    public CustodyEventId Exported(string lot, string shippedOn, string? certificate = null) => Post("exported", Line.Named(lot, new()
    {
        ["certificate"] = certificate is null ? null : new JsonObject { ["authority"] = "mines-office", ["number"] = certificate },
        ["exitPoint"] = "Rusumo", ["mode"] = "road", ["destination"] = new JsonObject { ["country"] = "MY" }, ["shippedOn"] = shippedOn,
    }));

    public CustodyEventId Corrected(CustodyEventId target, Action<Recorder>? replacement = null)
    {
        var inner = new World();
        replacement?.Invoke(new Recorder(inner, party, when));
        var body = inner.Papers.SingleOrDefault()?.Body.DeepClone().AsObject();
        if (body is not null) body["id"] = Paper.IdOf($"replacement {world.Papers.Count}").ToString();
        return Post("corrected", new()
        {
            ["target"] = target.ToString(), ["reason"] = body is null ? "did-not-occur" : "incorrect-data", ["replacement"] = body,
        });
    }

    /// <summary>Any other custody event, with its own members.</summary>
    public CustodyEventId Post(string type, JsonObject body)
    {
        var (time, precision) = Time(when);
        foreach (var (name, value) in _envelope) body[name] = value?.DeepClone();
        (body["type"], body["eventTime"], body["timePrecision"]) = (type, time, precision);
        body["id"] = Paper.IdOf($"{world.Papers.Count}").ToString();
        if (_countersigned is not null)
            body["countersigned"] = new JsonArray(new JsonObject { ["party"] = _countersigned, ["how"] = "thumbprint" });
        return world.Add(new(party, body, _byProgramme));
    }

    private static (string Time, string Precision) Time(string when)
    {
        var parts = when.Split(' ');
        var clock = parts.Length == 1 ? "00:00" : parts[1] switch { "am" => "08:00", "pm" => "16:00", var minute => minute };
        var precision = parts.Length == 1 ? "day" : parts[1] is "am" or "pm" ? "half-day" : "minute";
        var day = parts[0].Length == 5 ? $"2026-{parts[0]}" : parts[0];
        return ($"{day}T{clock}:00+02:00", precision);
    }
}
