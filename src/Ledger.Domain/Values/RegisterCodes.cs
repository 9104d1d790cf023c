using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

// Stored. Add members only at the end; never rename: the code on the wire is the kebab-case of the name.

/// <summary>What a party does in the chain; a party may do several things.</summary>
[JsonConverter(typeof(CodeJsonConverter<PartyRole>))]
public enum PartyRole
{
    Miner, Cooperative, Trader, Processor, Transporter, Exporter, Smelter, Laboratory, Auditor, Bank, Government,
        Programme, Downstream,
}

/// <summary>Full members act in the chain; associates read.</summary>
[JsonConverter(typeof(CodeJsonConverter<MembershipKind>))]
public enum MembershipKind { Full, Associate }

/// <summary>What a review came to.</summary>
[JsonConverter(typeof(CodeJsonConverter<Verdict>))]
public enum Verdict { Approved, Declined }

/// <summary>Why a member was suspended; more is said in a sealed note.</summary>
[JsonConverter(typeof(CodeJsonConverter<MemberSuspensionGround>))]
public enum MemberSuspensionGround { Incident, LicenceExpired, NotCooperating, FeesUnpaid, OwnWish, Other }

/// <summary>What an area of the register is: rules read those that are protected, maps draw all of them.</summary>
[JsonConverter(typeof(CodeJsonConverter<AreaKind>))]
public enum AreaKind { Protected, Border, Water }

/// <summary>Certification status of a mine site (ICGLR codes 0 to 3, in this order).</summary>
[JsonConverter(typeof(CodeJsonConverter<SiteStatus>))]
public enum SiteStatus { Blue, Green, Yellow, Red }

/// <summary>Whether a mine site is worked (ICGLR codes 0 to 2, in this order).</summary>
[JsonConverter(typeof(CodeJsonConverter<SiteActivity>))]
public enum SiteActivity { Abandoned, Active, NonActive }
