using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

// Stored. Add members only at the end; never rename: the code on the wire is the kebab-case of the name.

/// <summary>Why an authority refused a certificate.</summary>
[JsonConverter(typeof(CodeJsonConverter<CertificateRefusalReason>))]
public enum CertificateRefusalReason
{
    OriginNotShown, SiteNotPermitted, WeightDifference, PapersMissing, TagsMissing, TaxesUnpaid, Other,
}

/// <summary>Why an authority took a certificate back.</summary>
[JsonConverter(typeof(CodeJsonConverter<RevocationReason>))]
public enum RevocationReason { Fraud, Error, NotShipped, LotLost, Other }

/// <summary>Material a smelter fed that this ledger does not trace.</summary>
[JsonConverter(typeof(CodeJsonConverter<OtherInputClass>))]
public enum OtherInputClass { Recycled, Industrial, OtherScheme }

/// <summary>What a smelter made.</summary>
[JsonConverter(typeof(CodeJsonConverter<SmelterProduct>))]
public enum SmelterProduct
{
    TinMetal, TinAlloy, TantalumOxide, TantalumMetal, TantalumPowder, PotassiumFluorotantalate, NiobiumOxide,
    Ferroniobium, Ferrotungsten, AmmoniumParatungstate, TungstenOxide, TungstenMetal, GoldMetal, Other,
}
