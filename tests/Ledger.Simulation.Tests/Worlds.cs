using System.Collections.Concurrent;
using System.Text.Json;
using Ledger.Domain.CustodyEvents;
using NodaTime;

namespace Ledger.Simulation.Tests;

/// <summary>Worlds the tests look at; each is made once.</summary>
internal static class Worlds
{
    public static readonly LocalDate Until = new(2026, 6, 30);

    private static readonly ConcurrentDictionary<WorldOptions, Lazy<World>> Made = new();

    public static World Small(ulong seed, bool isHonest = false) => Of(new(seed, WorldSize.Small, Until, isHonest));

    public static World Full(ulong seed) => Of(new(seed, WorldSize.Full, Until));

    public static World Of(WorldOptions options) => Made.GetOrAdd(options, new Lazy<World>(() => World.Generate(options))).Value;

    public static JsonElement Parsed(this Posting posting) => JsonDocument.Parse(posting.Json).RootElement;

    /// <summary>As the ledger takes it; fails with everything that is wrong with it.</summary>
    public static CustodyEvent Read(this Posting posting)
    {
        var (custodyEvent, errors) = CustodyEventReader.Read(posting.Parsed(), posting.PostedBy);
        Assert.True(custodyEvent is not null, $"{posting.PostedBy}: {string.Join("; ", errors)}\n{posting.Parsed()}");
        return custodyEvent;
    }

    /// <summary>Of that type, those that corrections carry included.</summary>
    public static IEnumerable<T> Events<T>(this World world)
        where T : CustodyEvent => world.Postings.Select(Read)
            .SelectMany(read => read is ICarriesReplacement { Replacement: { } carried } ? [read, carried] : new[] { read }).OfType<T>();
}
