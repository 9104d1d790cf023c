using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

// Stored. Add members only at the end; never rename: the code on the wire is the kebab-case of the name.

/// <summary>Minerals the ledger knows; HS headings in the glossary.</summary>
[JsonConverter(typeof(CodeJsonConverter<Mineral>))]
public enum Mineral { Cassiterite, Coltan, Wolframite, Mixed, Gold }

/// <summary>How a mass came to be known. Only <see cref="Measured"/> is independent evidence.</summary>
[JsonConverter(typeof(CodeJsonConverter<WeighingMethod>))]
public enum WeighingMethod { Measured, Estimated, CopiedFromSheet, NotWeighed }

/// <summary>Whether the water in the mineral is part of the mass.</summary>
[JsonConverter(typeof(CodeJsonConverter<MassBasis>))]
public enum MassBasis { Wet, Dry }

/// <summary>What a weighing was for.</summary>
[JsonConverter(typeof(CodeJsonConverter<WeighingPurpose>))]
public enum WeighingPurpose { Mine, Gate, Stock, Export, Receipt, Check }

/// <summary>How exactly the time of an event is known.</summary>
[JsonConverter(typeof(CodeJsonConverter<TimePrecision>))]
public enum TimePrecision { Minute, HalfDay, Day }

/// <summary>What kind of programme tag it is; part of a tag's identity.</summary>
[JsonConverter(typeof(CodeJsonConverter<TagKind>))]
public enum TagKind { Mine, Negociant, Tailings }

/// <summary>What a lot is packed in.</summary>
[JsonConverter(typeof(CodeJsonConverter<Packaging>))]
public enum Packaging { Bag, Drum, BigBag }

/// <summary>The way a record reached the service.</summary>
[JsonConverter(typeof(CodeJsonConverter<Channel>))]
public enum Channel { Phone, Paper, System, Import }

/// <summary>Where a position came from.</summary>
[JsonConverter(typeof(CodeJsonConverter<PlaceSource>))]
public enum PlaceSource { Gps, Typed, Site }

/// <summary>When title to sold lots passes to the buyer.</summary>
[JsonConverter(typeof(CodeJsonConverter<TitlePasses>))]
public enum TitlePasses { Agreed, Delivered, Paid, Assayed }

/// <summary>On what ground lots were received.</summary>
[JsonConverter(typeof(CodeJsonConverter<ReceiptBasis>))]
public enum ReceiptBasis { Sale, Deposit, Toll, Carriage, Storage, Return, Sample, Seizure }

/// <summary>What a processing run does.</summary>
[JsonConverter(typeof(CodeJsonConverter<RunOperation>))]
public enum RunOperation
{
    Washing, Gravity, Magnetic, Drying, Crushing, Sorting, Blending, Split, Combine, Rebagging, Other,
}

/// <summary>What came out of a run.</summary>
[JsonConverter(typeof(CodeJsonConverter<OutputKind>))]
public enum OutputKind { Product, Middlings, Tailings, Leftover }

/// <summary>Why a custody event was corrected (EPCIS error reasons).</summary>
[JsonConverter(typeof(CodeJsonConverter<CorrectionReason>))]
public enum CorrectionReason { DidNotOccur, IncorrectData }

/// <summary>Why a tag was put in another's place; more is said in the sealed note.</summary>
[JsonConverter(typeof(CodeJsonConverter<TagReason>))]
public enum TagReason { Damaged, Illegible, Missing, Repacked, WrongTag, Inspection, Other }

/// <summary>Why a receiving side did not take a lot; more is said in the sealed note.</summary>
[JsonConverter(typeof(CodeJsonConverter<RefusalReason>))]
public enum RefusalReason
{
    TagMissing, TagBroken, WeightDifference, GradeTooLow, WrongMineral, Contaminated, Radioactive, PapersMissing,
        NotOrdered,
    OriginNotAccepted, Other,
}

/// <summary>How a party without an account stood by what another recorded.</summary>
[JsonConverter(typeof(CodeJsonConverter<CountersignedHow>))]
public enum CountersignedHow { Signature, Thumbprint, Stamp, ShortMessage, SpokenBeforeWitness, Other }
