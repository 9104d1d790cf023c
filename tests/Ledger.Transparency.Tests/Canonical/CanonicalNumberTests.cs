using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Transparency.Canonical;

namespace Ledger.Transparency.Tests.Canonical;

public sealed class CanonicalNumberTests
{
    [Theory] // RFC 8785, appendix B
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_printed_as_ECMAScript_prints_them(ulong bits, string expected)
    {
        var value = BitConverter.UInt64BitsToDouble(bits);
        var input = value.ToString("E16", CultureInfo.InvariantCulture); // 17 digits name every double
        Assert.Equal(expected, Canonical(input, JsonRules.Rfc8785));
    }

    [Fact]
    public void Every_double_has_the_form_that_a_slow_reading_of_the_standard_gives()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<double>().Filter(double.IsFinite), number =>
        {
            var input = number.ToString("E16", CultureInfo.InvariantCulture);
            return Canonical(input, JsonRules.Rfc8785) == SlowCanonicalJson.Number(number);
        }).Check(Replay().WithMaxTest(5000));
    }

    [Fact]
    public void Decimals_of_15_digits_keep_their_value()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<byte>(), (any, scale) =>
        {
            var number = new decimal(any % 1_000_000_000_000_000) / (decimal)Math.Pow(10, scale % 16);
            var canonical = Canonical(number.ToString(CultureInfo.InvariantCulture));
            return decimal.Parse(canonical, NumberStyles.Float, CultureInfo.InvariantCulture) == number;
        }).Check(Replay().WithMaxTest(5000));
    }

    private static Config Replay()
    {
        var seed = (ulong)Seeded.Random().NextInt64();
        return Config.QuickThrowOnFailure.WithReplay(seed, seed | 1);
    }

    private static string Canonical(string json, JsonRules rules = JsonRules.Strict) =>
        Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json), rules));
}
