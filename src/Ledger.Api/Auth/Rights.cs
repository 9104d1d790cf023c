using System.Collections.Frozen;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Api.Auth;

/// <summary>What an organisation is in the programme. A key may give several.</summary>
[Flags]
public enum Roles
{
    None = 0,
    Miner = 1 << 0,
    Agent = 1 << 1,
    Trader = 1 << 2,
    Processor = 1 << 3,
    Exporter = 1 << 4,
    Smelter = 1 << 5,
    Carrier = 1 << 6,
    Laboratory = 1 << 7,
    Authority = 1 << 8,
    Auditor = 1 << 9,
    Programme = 1 << 10,
    Integrity = 1 << 11,
    Associate = 1 << 12,
    Admin = 1 << 13,
}

/// <summary>What can be done over HTTP beside posting custody events.</summary>
public enum Operation
{
    PostCustodyEvents,
    ReadOwnCustodyEvent,
    ReadAnyCustodyEvent,
    ReadEvents,
    ReadOwnImport,
    ManageKeys,
    ReadLots,
    ReadRecordedLots,
    ReadAnyLot,
    ReadDestinations,
    ReadFindings,
    ReadAnyFinding,
    ReadIntegrityFindings,
    ReadHeads,
    TakeHeads,
    ReadKeptRows,
    ReadSettings,
    ChangeSettings,
    RebuildViews,
    ReadState,
    ReadSites,
    RegisterSites,
    DetermineSiteStatus,
    ChangeSiteActivity,
    ReadAreas,
    RegisterAreas,
    ReadParties,
    ReadAnyPartyDetails,
    RegisterParties,
    ApplyForMembership,
    DecideMembership,
    ReadTagRegister,
    ReadAnyTagRegister,
    IssueTags,
    RequestTags,
    AssignTags,
    ReadCaller,
    ReadAnySealedPart,
    EraseSealedParts,
}

/// <summary>The table of rights: who may do what. Nothing else decides it, and every line of it has its test.</summary>
public static class Rights
{
    private const Roles Holders = Roles.Miner | Roles.Trader | Roles.Processor | Roles.Exporter | Roles.Smelter;
    private const Roles Field = Roles.Agent | Roles.Programme;
    private const Roles Recorders = Holders | Field | Roles.Carrier | Roles.Laboratory | Roles.Authority;
    private const Roles Everyone = Recorders | Roles.Auditor | Roles.Integrity | Roles.Associate | Roles.Admin;

    // Agents and programme staff write down what others did.
    private const Roles MayRecordForOthers = Field;

    // Their corrections count whoever recorded what they correct.
    private const Roles MayCorrectForOthers = Roles.Programme;

    private static readonly FrozenDictionary<Operation, Roles> ByOperation = new Dictionary<Operation, Roles>
    {
        [Operation.PostCustodyEvents] = Recorders, // and then by type, below
        [Operation.ReadOwnCustodyEvent] = Everyone,
        [Operation.ReadAnyCustodyEvent] = Roles.Programme | Roles.Auditor,
        [Operation.ReadEvents] = Roles.Programme | Roles.Auditor,
        [Operation.ReadOwnImport] = Recorders,
        [Operation.ManageKeys] = Roles.Admin,
        [Operation.ReadLots] = Recorders | Roles.Auditor, // and then what passed through the caller's hands
        [Operation.ReadRecordedLots] = Field | Roles.Laboratory | Roles.Authority | Roles.Auditor, // others must be named in it
        [Operation.ReadAnyLot] = Roles.Programme | Roles.Auditor,
        [Operation.ReadDestinations] = Roles.Programme | Roles.Auditor,
        [Operation.ReadFindings] = Recorders | Roles.Auditor | Roles.Integrity, // and then those that name the caller
        [Operation.ReadAnyFinding] = Roles.Programme | Roles.Auditor,
        [Operation.ReadIntegrityFindings] = Roles.Integrity,
        [Operation.ReadHeads] = Roles.Programme | Roles.Auditor, // neighbours in a proof name others' lots
        [Operation.TakeHeads] = Roles.Programme | Roles.Auditor,
        [Operation.ReadKeptRows] = Roles.Programme | Roles.Auditor, // sealed bodies are among them
        [Operation.ReadSettings] = Everyone,
        [Operation.ChangeSettings] = Roles.Programme,
        [Operation.RebuildViews] = Roles.Admin,
        [Operation.ReadState] = Roles.Admin,
        [Operation.ReadSites] = Everyone,
        [Operation.RegisterSites] = Roles.Programme,
        [Operation.DetermineSiteStatus] = Roles.Programme | Roles.Authority, // an authority its own determinations
        [Operation.ChangeSiteActivity] = Field | Roles.Authority,
        [Operation.ReadAreas] = Everyone,
        [Operation.RegisterAreas] = Roles.Programme,
        [Operation.ReadParties] = Everyone,
        [Operation.ReadAnyPartyDetails] = Roles.Programme | Roles.Auditor, // and each party its own
        [Operation.RegisterParties] = Roles.Programme,
        [Operation.ApplyForMembership] = Everyone & ~(Roles.Admin | Roles.Integrity), // each for itself
        [Operation.DecideMembership] = Roles.Programme,
        [Operation.ReadTagRegister] = Recorders | Roles.Auditor, // and then what the caller asked for
        [Operation.ReadAnyTagRegister] = Field | Roles.Authority | Roles.Auditor,
        [Operation.IssueTags] = Roles.Programme,
        [Operation.RequestTags] = Holders | Field,
        [Operation.AssignTags] = Roles.Programme,
        [Operation.ReadCaller] = Everyone,
        [Operation.ReadAnySealedPart] = Roles.Programme | Roles.Auditor, // and each recorder its own
        [Operation.EraseSealedParts] = Roles.Programme, // not their recorder: they may be evidence against it
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Roles> ByCustodyType = new Dictionary<string, Roles>
    {
        ["bagged"] = Roles.Miner | Roles.Trader | Field,
        ["tagged"] = Holders | Field,
        ["weighed"] = Recorders,
        ["sampled"] = Recorders,
        ["assayed"] = Holders | Field | Roles.Laboratory | Roles.Authority,
        ["sold"] = Holders | Field,
        ["sale-cancelled"] = Holders | Field,
        ["title-passed"] = Holders | Field,
        ["pledged"] = Holders | Field,
        ["pledge-released"] = Holders | Field,
        ["received"] = Recorders,
        ["dispatched"] = Holders | Field | Roles.Carrier,
        ["arrived"] = Holders | Field | Roles.Carrier,
        ["seal-placed"] = Recorders,
        ["seal-broken"] = Recorders,
        ["tags-cut"] = Holders | Field,
        ["processed"] = Holders | Field,
        ["stock-counted"] = Holders | Field | Roles.Authority,
        ["lots-lost"] = Holders | Field | Roles.Carrier | Roles.Authority,
        ["lots-recovered"] = Holders | Field | Roles.Carrier | Roles.Authority,
        ["untagged-found"] = Holders | Field | Roles.Authority,
        ["consigned"] = Roles.Exporter | Field,
        ["certified"] = Roles.Authority | Roles.Exporter | Field,
        ["certificate-refused"] = Roles.Authority | Roles.Exporter | Roles.Programme, // an authority's act, as who applied was told
        ["certificate-revoked"] = Roles.Authority | Roles.Programme,
        ["exported"] = Roles.Exporter | Field,
        ["smelter-received"] = Roles.Smelter | Roles.Programme,
        ["smelted"] = Roles.Smelter | Roles.Programme,
        ["shared"] = Holders | Roles.Programme, // counts only from who held or owned the lot: Reading/Sight.cs
        ["finding-answered"] = Recorders,
        ["corrected"] = Recorders,
        ["tags-returned"] = Field,
        ["tag-voided"] = Holders | Field,
        ["tag-lost"] = Holders | Field,
        ["tag-stolen"] = Holders | Field,
        ["lock-box-counted"] = Field,
        ["sheet-voided"] = Holders | Field,
        ["scale-registered"] = Holders | Field | Roles.Authority,
        ["scale-calibrated"] = Holders | Field | Roles.Authority | Roles.Laboratory,
        ["check-weighed"] = Holders | Field | Roles.Authority | Roles.Laboratory,
        ["suspended"] = Roles.Authority | Roles.Programme,
        ["suspension-lifted"] = Roles.Authority | Roles.Programme,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Custody event types that have a line, sorted.</summary>
    public static IReadOnlyList<string> CustodyTypes { get; } = [.. ByCustodyType.Keys.Order(StringComparer.Ordinal)];

    public static bool Allows(Roles roles, Operation operation) => (ByOperation[operation] & roles) != 0;

    /// <summary>True when one of the roles may post custody events of that type.</summary>
    public static bool AllowsPosting(Roles roles, string custodyType) =>
        ByCustodyType.TryGetValue(custodyType, out var allowed) && (allowed & roles) != 0;

    /// <summary>True when the caller is that party, or may record for others.</summary>
    public static bool AllowsActingFor(Caller caller, PartyId party) =>
        caller.Organisation == party || (caller.Roles & MayRecordForOthers) != 0;

    /// <summary>True when the caller is one of those who did it, or may record for others.</summary>
    public static bool AllowsActing(Caller caller, CustodyEvent custodyEvent) =>
        custodyEvent.ActingParties is not { Count: > 0 } parties || parties.Contains(caller.Organisation)
        || RecordsForOthers(caller);

    /// <summary>True for agents and programme staff: what they post need not be about themselves.</summary>
    public static bool RecordsForOthers(Caller caller) => (caller.Roles & MayRecordForOthers) != 0;

    /// <summary>True for programme staff: what they record says so.</summary>
    public static bool CorrectsForOthers(Roles roles) => (roles & MayCorrectForOthers) != 0;
}
