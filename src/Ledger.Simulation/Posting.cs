using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Simulation;

/// <summary>One custody event as an organisation posts it.</summary>
/// <param name="PostedAt">When it reaches the ledger: days after it happened, where the field is far away.</param>
/// <param name="Json">The body of the POST, one JSON object in UTF-8 without line breaks.</param>
public sealed record Posting(CustodyEventId Id, PartyId PostedBy, Instant PostedAt, ReadOnlyMemory<byte> Json);

/// <summary>An organisation of the world.</summary>
/// <param name="Name">Plainly invented.</param>
/// <param name="Roles">Codes of the roles its key needs to post what it posts, such as <c>trader</c>.</param>
public sealed record Participant(PartyId Id, string Name, IReadOnlyList<string> Roles);

/// <summary>A mine site of the world, off any real coast.</summary>
/// <param name="Name">Plainly invented.</param>
/// <param name="Lat">WGS 84 degrees.</param>
/// <param name="Lon">WGS 84 degrees.</param>
/// <param name="Holder">Whose mineral it is when it is bagged.</param>
public sealed record SiteCard(SiteId Id, string Name, Mineral Mineral, decimal Lat, decimal Lon, PartyId Holder);
