using System.Text.Json.Serialization;
using Ledger.Domain.Json;

namespace Ledger.Domain.Values;

// Stored. Add members only at the end; never rename: the code on the wire is the kebab-case of the name.

/// <summary>How a grade was found.</summary>
[JsonConverter(typeof(CodeJsonConverter<AssayMethod>))]
public enum AssayMethod { Xrf, Lab }

/// <summary>For whom a sample was taken or an assay made.</summary>
[JsonConverter(typeof(CodeJsonConverter<AssayPurpose>))]
public enum AssayPurpose { Mine, Seller, Buyer, Umpire, Customs }

/// <summary>On whose authority a seal that is not a programme tag was placed or broken.</summary>
[JsonConverter(typeof(CodeJsonConverter<SealAuthority>))]
public enum SealAuthority { Customs, Ministry, Police, Assayer, Carrier, Exporter, Smelter, Other }

/// <summary>Why a seal was placed or broken.</summary>
[JsonConverter(typeof(CodeJsonConverter<SealReason>))]
public enum SealReason { Departure, Arrival, Inspection, Sampling, Resealing, Damaged, Tampering, Seizure, Other }

/// <summary>Why a tag was cut.</summary>
[JsonConverter(typeof(CodeJsonConverter<CutReason>))]
public enum CutReason { Processing, Inspection, Damaged, Export, Seizure, Other }

/// <summary>Why an unused tag is void.</summary>
[JsonConverter(typeof(CodeJsonConverter<VoidReason>))]
public enum VoidReason { Damaged, Misprinted, Illegible, Expired, Other }

/// <summary>Why a sheet of a book was not used.</summary>
[JsonConverter(typeof(CodeJsonConverter<SheetVoidReason>))]
public enum SheetVoidReason { Spoiled, Lost, Misprinted, Unused, Other }

/// <summary>Accuracy class of a scale (OIML R 76, classes I to IIII), or none.</summary>
[JsonConverter(typeof(CodeJsonConverter<ScaleClass>))]
public enum ScaleClass { Special, High, Medium, Ordinary, None }

/// <summary>What a calibration found.</summary>
[JsonConverter(typeof(CodeJsonConverter<CalibrationResult>))]
public enum CalibrationResult { Passed, Adjusted, Failed }
