using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Domain.Json;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Tests.Values;

/// <summary>Laws every value of a kind must keep, found by reflection so that a new one cannot be forgotten.</summary>
public class ValueLawTests
{
    private static readonly Type[] DomainTypes = typeof(LedgerEvent).Assembly.GetTypes();

    public static TheoryData<Type> TextIds => [.. DomainTypes.Where(type => type.IsValueType
        && type.GetInterfaces().Any(face => face.IsGenericType
            && face.GetGenericTypeDefinition() == typeof(ITextId<>)))];

    public static TheoryData<Type> CodeLists =>
        [.. DomainTypes.Where(type => type.IsEnum && type.Namespace == typeof(Mineral).Namespace)];

    [Theory, MemberData(nameof(TextIds))]
    public void A_text_id_round_trips_as_a_plain_string_and_refuses_what_has_not_its_form(Type type) =>
        Call(nameof(TextIdLaws), type);

    [Theory, MemberData(nameof(CodeLists))]
    public void A_code_list_is_kebab_case_and_round_trips(Type type) => Call(nameof(CodeLaws), type);

    [Fact]
    public void A_mass_is_whole_grams_and_survives_json() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), grams =>
        {
            var mass = new Mass(grams);
            return Mass.TryFromKg(mass.Kg) == mass && Again(mass) == mass;
        }));

    [Theory]
    [InlineData("0.0001", null)]
    [InlineData("1000000", 1_000_000_000L)]
    [InlineData("1000000.001", null)]
    [InlineData("-1000000.001", null)]
    [InlineData("-0.0", 0L)]
    [InlineData("25.500000", 25_500L)]
    public void A_mass_has_at_most_3_decimals_and_a_limit(string kg, long? grams) =>
        Assert.Equal(
            grams, Mass.TryFromKg(decimal.Parse(kg, System.Globalization.CultureInfo.InvariantCulture))?.Grams);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("100", 1_000_000)]
    [InlineData("62.1234", 621_234)]
    [InlineData("62.12345", null)]
    [InlineData("100.0001", null)]
    [InlineData("-0.0001", null)]
    public void A_percentage_is_0_to_100_with_at_most_4_decimals(string percent, int? tenThousandths) => Assert.Equal(
        tenThousandths,
        Pct.TryFromPercent(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture))?.TenThousandths);

    [Fact]
    public void Zero_has_no_sign_in_json()
    {
        Assert.Equal("0", JsonSerializer.Serialize(Mass.TryFromKg(-0.0m)!.Value));
        Assert.Equal("0", JsonSerializer.Serialize(Pct.TryFromPercent(-0.0m)!.Value));
    }

    [Fact]
    public void Ledger_event_ids_of_one_custody_event_differ_and_are_always_the_same()
    {
        CustodyEventId id = new(new Guid("0195f0c2-7d1e-7c3a-9b1f-2f7a1e5d9c01"));

        Assert.Equal(2_000, Enumerable.Range(0, 2_000).Select(id.LedgerEventId).Distinct().Count());
        Assert.Equal(id.LedgerEventId(3), id.LedgerEventId(3));
        Assert.Equal('5', id.LedgerEventId(0).ToString("D")[14]);
    }

    /// <summary>Vector of RFC 9562, appendix A.4.</summary>
    [Fact]
    public void A_version_5_uuid_is_that_of_the_standard() => Assert.Equal(
        new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
        Uuid5.Create(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"u8));

    [Fact]
    public void A_tag_and_its_text_are_the_same_thing()
    {
        TagId tag = new("RW-1", TagKind.Negociant, "0001234");

        Assert.Equal(tag, TagId.TryParse(tag.ToString()));
        Assert.All(["", "RW-1/mine", "RW-1/mine/12/3", "RW-1/gold/12", "/mine/1", "RW 1/mine/1", "RW-1/mine/",
            "RW-1/mine/12-3"], text => Assert.Null(TagId.TryParse(text)));
    }

    private static void TextIdLaws<T>()
        where T : struct, ITextId<T>
    {
        var good = new[] { "P1", "P1:a.b_c-d/1", "RW", "CID001105" }.Select(T.TryParse).FirstOrDefault(
            id => id is not null);
        Assert.NotNull(good);
        Assert.Equal(good, T.TryParse(good.Value.Value));
        Assert.Equal(good.Value, Again(good.Value));
        Assert.Equal($"\"{good.Value.Value}\"", JsonSerializer.Serialize(good.Value));
        Assert.Equal(good.Value.Value, good.Value.ToString());
        Assert.NotEmpty(T.Form);
        Assert.All(["", " ", "a b", ":", "P1:", ":x", "P1:a b", "P1:é", "-P1", "a\u0000", new string('a', 200),
            "P1:" + new string('a', 101)], text => Assert.Null(T.TryParse(text)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>("\"a b\""));
    }

    private static void CodeLaws<T>()
        where T : struct, Enum
    {
        Assert.All(Enum.GetValues<T>(), value => Assert.Equal(value, Code<T>.Find(Code<T>.Name(value))));
        Assert.All(Code<T>.All, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
        Assert.Distinct(Code<T>.All);
        Assert.Null(Code<T>.Find("0"));
        var value = Enum.GetValues<T>()[0];
        Assert.Equal($"\"{Code<T>.Name(value)}\"", JsonSerializer.Serialize(value));
        Assert.Equal(value, Again(value));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<T>("\"no-such-code\""));
        Assert.NotNull(typeof(T).GetCustomAttribute<JsonConverterAttribute>());
    }

    private static T? Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value));

    private static void Call(string law, Type type) =>
        typeof(ValueLawTests).GetMethod(law, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null);
}
