using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Tests.Guarded;

/// <summary>One event of every guarded type, with every member filled.</summary>
internal static class GuardedExamples
{
    public static readonly PartyId Party = new("P1");
    public static readonly SiteId Site = new("S-1");
    public static readonly CountryCode Rwanda = new("RW");
    public static readonly LocalDate March = new(2026, 3, 1);
    public static readonly TagRange Hundred = TagRange.TryCreate("RW-1", TagKind.Mine, "0000001", "0000100")!.Value;

    public static readonly SiteDescription Description =
        new("Gasovu 2", Rwanda, new("A-1"), Party, -1.9641m, 30.0619m, [Mineral.Cassiterite, Mineral.Coltan]);

    public static CommandId Id(int number) => new(new Guid(number, 0, 0, new byte[8]));

    public static IReadOnlyList<LedgerEvent> Events =>
    [
        new TagsIssued(Id(1), Hundred),
        new TagsRequested(Id(2), Id(2), Site, Party, TagKind.Mine, 50),
        new TagRequestReviewed(Id(3), Id(2), Verdict.Approved, 40),
        new TagsAssigned(Id(4), Id(2), Site, Hundred),
        new PartyRegistered(Id(5), Party, Rwanda, [PartyRole.Cooperative, PartyRole.Exporter]),
        new PartyChanged(Id(6), Party, Rwanda, [PartyRole.Trader]),
        new MembershipApplied(Id(7), Party, MembershipKind.Full),
        new MembershipReviewed(Id(8), Party, Verdict.Approved),
        new MemberSuspended(Id(9), Party, MemberSuspensionGround.LicenceExpired),
        new MemberReadmitted(Id(10), Party),
        new SiteRegistered(Id(11), Site, Description),
        new SiteChanged(Id(12), Site, Description),
        new SiteStatusDetermined(Id(13), Site, SiteStatus.Yellow, new("RMB"), March, March.PlusMonths(6)),
        new SiteActivityChanged(Id(14), Site, SiteActivity.NonActive, March),
        new SiteBaselineApproved(Id(19), Site, March, 40, Mass.FromKg(900), Mass.FromKg(1_500)),
        new AreaProtected(Id(17), new("A-1"), "Demo forest", March, new(29.1m, -2.5m, 29.3m, -2.3m), 5),
        new AreaOutlined(Id(17), new("A-1"), 0, 0, [29.1m, -2.5m, 29.3m, -2.5m, 29.3m, -2.3m, 29.1m, -2.3m, 29.1m, -2.5m]),
        new AreaMapped(Id(20), new("L-1"), AreaKind.Water, "Demo lake", March, new(29.1m, -2.5m, 29.3m, -2.3m), 5),
        new AreaUnmapped(Id(21), new("L-1"), March.PlusYears(1)),
        new AreaProtectionEnded(Id(18), new("A-1"), March.PlusYears(1)),
        new SealedPartErased(new(Id(16).Value), SealedKind.People, ErasureReason.AskedByPerson),
        new SettingChanged(Id(15), "R5.heavierPct", 2.5m, Instant.FromUtc(2026, 3, 1, 0, 0)),
    ];
}
