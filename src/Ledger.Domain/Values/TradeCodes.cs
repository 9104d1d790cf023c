using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

// Stored. Add members only at the end; never rename: the code on the wire is the kebab-case of the name.

/// <summary>Why a sale came to nothing.</summary>
[JsonConverter(typeof(CodeJsonConverter<SaleCancelReason>))]
public enum SaleCancelReason { NotDelivered, Refused, PriceNotAgreed, GradeDisputed, Withdrawn, Other }

/// <summary>By what title passed to another owner.</summary>
[JsonConverter(typeof(CodeJsonConverter<TitleGround>))]
public enum TitleGround { Agreed, Delivered, Paid, Assayed, Inherited, Awarded, Seized, Returned, Other }

/// <summary>What a lot was pledged for.</summary>
[JsonConverter(typeof(CodeJsonConverter<PledgeReason>))]
public enum PledgeReason { PreFinancing, Loan, Storage, Other }

/// <summary>Why a pledge ended.</summary>
[JsonConverter(typeof(CodeJsonConverter<ReleaseReason>))]
public enum ReleaseReason { Repaid, Substituted, Waived, Enforced, Other }

/// <summary>How goods left the country (UN/ECE Recommendation 19, by name).</summary>
[JsonConverter(typeof(CodeJsonConverter<TransportMode>))]
public enum TransportMode { Sea, Rail, Road, Air, InlandWater, Multimodal }

/// <summary>What became of lots that are gone.</summary>
[JsonConverter(typeof(CodeJsonConverter<LossCause>))]
public enum LossCause { Theft, Accident, Fire, Seizure, Unknown }
