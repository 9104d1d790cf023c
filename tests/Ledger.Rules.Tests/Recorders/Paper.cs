using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Domain;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>One custody event as it was posted, by whom, and how it reads back in a test.</summary>
/// <param name="ByProgramme">The recorder holds the programme's right.</param>
public sealed record Paper(string By, JsonObject Body, bool ByProgramme)
{
    public CustodyEventId Id => new(Guid.Parse((string)Body["id"]!));

    /// <summary>Reads it as the service would; a test that posts what the service refuses is wrong.</summary>
    public CustodyEvent Read()
    {
        var (read, errors) = CustodyEventReader.Read(JsonSerializer.SerializeToElement(Body), new PartyId(By));
        return read ?? throw new ArgumentException(string.Join("; ", errors.Select(error => $"{error.Field} {error.Message}")));
    }

    public static CustodyEventId IdOf(string name) => new(Uuid5.Create(Guid.Empty, System.Text.Encoding.UTF8.GetBytes(name)));
}

/// <summary>A line of a sheet: a lot by its id (with a colon) or by the number of its tag.</summary>
public sealed record Line(
    string Lot, decimal? Kg = null, string Method = "measured", decimal? Moisture = null, string Kind = "product", string? Tag = null,
    decimal? Tin = null, IReadOnlyDictionary<string, decimal>? Grades = null)
{
    public static implicit operator Line(string lot) => new(lot);

    public static Line ToLine(string lot) => new(lot);

    /// <summary>As a line of a sale, delivery or movement.</summary>
    public JsonObject Item() => Named(Lot, new() { ["netKg"] = Kg, ["method"] = Kg is null ? null : Method });

    public JsonObject Input() => Named(Lot, new()
    {
        ["netKg"] = Kg, ["method"] = Method, ["moisturePct"] = Moisture, ["analytes"] = Analytes(),
    });

    public JsonObject Output() => new()
    {
        ["lotId"] = Lot, ["kind"] = Kind, ["mineral"] = "cassiterite", ["tag"] = TagNamed(Tag), ["netKg"] = Kg, ["method"] = Method,
        ["moisturePct"] = Moisture, ["analytes"] = Analytes(),
    };

    /// <summary>As a heap in a count.</summary>
    public JsonObject Heap() => new()
    {
        ["lotId"] = Lot, ["mineral"] = "cassiterite", ["netKg"] = Kg, ["method"] = Method, ["moisturePct"] = Moisture,
        ["analytes"] = Analytes(),
    };

    private JsonArray? Analytes() => Grades is { } grades
        ? new([.. grades.Select(grade => new JsonObject { ["name"] = grade.Key, ["pct"] = grade.Value })])
        : Tin is { } pct ? [new JsonObject { ["name"] = "Sn", ["pct"] = pct }] : null;

    public static JsonObject Named(string lot, JsonObject rest)
    {
        if (lot.Contains(':', StringComparison.Ordinal)) rest["lotId"] = lot;
        else rest["tag"] = TagNamed(lot);
        return rest;
    }

    public static JsonObject? TagNamed(string? number) =>
        number is null ? null : new() { ["series"] = "RW", ["kind"] = "mine", ["number"] = number };
}
