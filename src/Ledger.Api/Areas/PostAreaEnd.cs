using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.Values;

namespace Ledger.Api.Areas;

/// <summary>POST /v1/area-ends: an area is not protected any more from a day on.</summary>
internal static class PostAreaEnd
{
    public static readonly CommandKind<EndAreaProtection, ProtectedArea> Kind = new(
        "end-area-protection", AreaRegister.Aggregate, (fields, _) => EndAreaProtection.Read(fields), command => command.Id,
        command => StreamName.Area(command.Area), EndAreaProtection.Decide, command => AreaRegister.AddressOf(command.Area));
}
