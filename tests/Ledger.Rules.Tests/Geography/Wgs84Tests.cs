using Ledger.Domain.Values;
using Ledger.Rules.Geography;

namespace Ledger.Rules.Tests.Geography;

public sealed class Wgs84Tests
{
    // A degree of the equator and the quarter meridian follow from the ellipsoid; the others are lengths geodesists publish:
    // Flinders Peak to Buninyong (Geocentric Datum of Australia, technical manual; its ellipsoid differs by less than 0.1 mm here).
    [Theory]
    [InlineData("0", "0", "0", "1", 111_319.491)]
    [InlineData("0", "0", "90", "0", 10_001_965.729)]
    [InlineData("-37.95103341666667", "144.42486788888889", "-37.65282113888889", "143.92649552777778", 54_972.271)]
    [InlineData("-1", "30", "-1", "30", 0)]
    public void Distances_are_those_of_the_ellipsoid(string lat1, string lon1, string lat2, string lon2, double metres)
    {
        var (from, to) = (At(lat1, lon1), At(lat2, lon2));
        Assert.Equal(metres, Wgs84.DistanceM(from, to), 0.002);
        Assert.Equal(metres, Wgs84.DistanceM(to, from), 0.002);
    }

    [Fact]
    public void Across_the_date_line_is_not_around_the_world() =>
        Assert.Equal(Wgs84.DistanceM(At("10", "0"), At("10", "1")), Wgs84.DistanceM(At("10", "179.5"), At("10", "-179.5")), 0.002);

    [Fact]
    public void Opposite_points_are_half_a_world_apart() =>
        Assert.InRange(Wgs84.DistanceM(At("0", "0"), At("0.1", "179.9")), 19_900_000, 20_100_000);

    private static GeoPosition At(string lat, string lon) => new(
        decimal.Parse(lat, System.Globalization.CultureInfo.InvariantCulture),
        decimal.Parse(lon, System.Globalization.CultureInfo.InvariantCulture), null);
}
