using System.Security.Cryptography;
using System.Text;
using Ledger.Domain;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using Ledger.Rules.Facts;
using NodaTime;

namespace Ledger.Rules.Findings;

/// <summary>What a rule concluded about a subject. The same facts give the same finding, id included.</summary>
public static class Finding
{
    private const int MaxEvidence = 50;

    // Any fixed namespace will do; this one is the UUIDv5 of "finding" in the URL namespace of RFC 9562.
    private static readonly Guid Namespace = Uuid5.Create(new("6ba7b811-9dad-11d1-80b4-00c04fd430c8"), "finding"u8);

    /// <summary>The id that follows from rule, subject and discriminator, whoever computes it.</summary>
    public static Guid IdOf(FindingContent content) =>
        Uuid5.Create(Namespace, Encoding.UTF8.GetBytes($"{content.Rule}\n{content.Subject}\n{content.Discriminator}"));

    /// <summary>The id of the incident a finding flags.</summary>
    public static Guid IncidentOf(Guid findingId) => Uuid5.Create(findingId, "incident"u8);

    /// <summary>The finding's event with that version: a crash and a restart write it again under the same id.</summary>
    public static Guid EventIdOf(Guid findingId, int version)
    {
        Span<byte> name = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(name, version);
        return Uuid5.Create(findingId, name);
    }

    /// <summary>
    /// True when a reader would have to look again: evidence, expected, observed, tolerance, tier or the tags offered differ.
    /// </summary>
    public static bool DiffersMaterially(FindingContent left, FindingContent right) =>
        left.Evidence.Sha256 != right.Evidence.Sha256 || left.Expected != right.Expected || left.Observed != right.Observed
        || left.Tolerance != right.Tolerance || left.Tier != right.Tier || !(left.LikelyTags ?? []).SequenceEqual(right.LikelyTags ?? []);

    public static EvidenceSet EvidenceOf(IEnumerable<Fact> facts)
    {
        List<CustodyEventId> ids =
            [.. facts.Select(fact => fact.Custody).Distinct().OrderBy(id => id.Value.ToString("N"), StringComparer.Ordinal)];
        var bytes = new byte[ids.Count * 16];
        for (var i = 0; i < ids.Count; i++) ids[i].Value.TryWriteBytes(bytes.AsSpan(i * 16), bigEndian: true, out _);
        return new([.. ids.Take(MaxEvidence)], ids.Count, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    /// <summary>Who recorded those facts, sorted: they are named and may answer.</summary>
    public static IReadOnlyList<PartyId> RecordersOf(IEnumerable<Fact> facts) =>
        [.. facts.Select(fact => fact.RecordedBy).Distinct().OrderBy(party => party.Value, StringComparer.Ordinal)];

    /// <summary>Late records may well explain what rests on order or absence until its facts are that old.</summary>
    public static LocalDate ProvisionalUntil(IEnumerable<Fact> facts, RuleSettings settings) =>
        facts.Max(fact => fact.RecordedAt).InUtc().Date.PlusDays(settings.ProvisionalDays);
}
