using Ledger.Domain.Values;

namespace Ledger.Simulation;

/// <summary>A command to a register of the ledger, as an organisation gives it before the world's records come.</summary>
/// <param name="Path">Where it is posted, such as <c>/v1/sites</c>.</param>
/// <param name="Json">One JSON object in UTF-8. Two worlds that say the same of a site or party give the same command.</param>
public sealed record Registration(string Path, PartyId PostedBy, ReadOnlyMemory<byte> Json);
