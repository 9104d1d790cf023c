using Ledger.Domain.Values;
using static Ledger.Rules.Numerics.Arithmetic;

namespace Ledger.Rules.Geography;

/// <summary>Distances on the WGS 84 ellipsoid.</summary>
public static class Wgs84
{
    // Semi-major axis in metres and flattening: NGA.STND.0036, table 3.1.
    private const double A = 6_378_137;
    private const double F = 1 / 298.257223563;
    private const double B = A * (1 - F);

    /// <summary>
    /// Length of the geodesic in metres, by Vincenty's inverse formula (Survey Review XXIII, 176, 1975). Between points almost
    /// opposite each other it does not converge; there half the circumference is as good an answer as any.
    /// </summary>
    public static double DistanceM(GeoPosition from, GeoPosition to)
    {
        var l = Radians(to.Lon - from.Lon);
        var (sinU1, cosU1) = Reduced(from.Lat);
        var (sinU2, cosU2) = Reduced(to.Lat);
        var lambda = l;
        for (var round = 0; round < 100; round++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var sinSigma = Math.Sqrt(Square(cosU2 * sinLambda) + Square((cosU1 * sinU2) - (sinU1 * cosU2 * cosLambda)));
            if (sinSigma == 0) return 0;
            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosLambda);
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cos2Alpha = 1 - Square(sinAlpha);
            var cos2SigmaM = cos2Alpha == 0 ? 0 : cosSigma - (2 * sinU1 * sinU2 / cos2Alpha); // on the equator any value will do
            var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
            var before = lambda;
            lambda = l + ((1 - c) * F * sinAlpha
                * (sigma + (c * sinSigma * (cos2SigmaM + (c * cosSigma * (-1 + (2 * Square(cos2SigmaM))))))));
            if (Math.Abs(lambda - before) < 1e-12) return Length(sigma, sinSigma, cosSigma, cos2Alpha, cos2SigmaM);
        }

        return Math.PI * B;
    }

    private static double Length(double sigma, double sinSigma, double cosSigma, double cos2Alpha, double cos2SigmaM)
    {
        var u2 = cos2Alpha * ((A * A) - (B * B)) / (B * B);
        var a = 1 + (u2 / 16_384 * (4_096 + (u2 * (-768 + (u2 * (320 - (175 * u2)))))));
        var b = u2 / 1_024 * (256 + (u2 * (-128 + (u2 * (74 - (47 * u2))))));
        var delta = b * sinSigma * (cos2SigmaM + (b / 4 * ((cosSigma * (-1 + (2 * Square(cos2SigmaM))))
            - (b / 6 * cos2SigmaM * (-3 + (4 * Square(sinSigma))) * (-3 + (4 * Square(cos2SigmaM)))))));
        return B * a * (sigma - delta);
    }

    private static (double Sin, double Cos) Reduced(decimal latitude) => Math.SinCos(Math.Atan((1 - F) * Math.Tan(Radians(latitude))));

    private static double Radians(decimal degrees) => (double)degrees * Math.PI / 180;
}
