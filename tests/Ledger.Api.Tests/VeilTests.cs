using Ledger.Api.Auth;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Api.Tests;

/// <summary>Names of subjects as somebody reads them who did not deal with the parties in them.</summary>
public sealed class VeilTests
{
    private static readonly PartyId Hidden = new("hidden-party");
    private static readonly YearMonth Month = new(2026, 3);

    public static TheoryData<string> Subjects => new(
        StreamName.Holder(Hidden).Value, StreamName.Party(Hidden).Value, StreamName.Membership(Hidden).Value,
        StreamName.Lot(new("hidden-party:bag-1")).Value, StreamName.Run(new("hidden-party:run-1")).Value,
        HolderBalanceFacts.SubjectOf(Hidden, 2026), FactKeys.PairOf(Hidden, Hidden, Month), FactKeys.PairOf(Hidden, null, Month),
        $"{FactKeys.Holder}{Hidden}/2026-03", $"{FactKeys.Device}{Hidden}/phone/0", $"{FactKeys.Sheets}{Hidden}/book/A0");

    [Theory]
    [MemberData(nameof(Subjects))]
    public void No_subject_tells_a_party_the_reader_did_not_deal_with(string subject)
    {
        var veiled = VeilOf("stranger").Stream(subject);

        Assert.DoesNotContain(Hidden.Value, veiled, StringComparison.Ordinal);
        Assert.StartsWith(subject[..(subject.IndexOf(':', StringComparison.Ordinal) + 1)], veiled, StringComparison.Ordinal);
        Assert.Equal(subject, VeilOf(Hidden.Value).Stream(subject));
    }

    private static Veil VeilOf(string reader)
    {
        var caller = new Caller(new(reader), default, "key");
        return new(caller.Organisation, Known.From(caller, []), new(new byte[32]));
    }
}
