using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Areas;
using Ledger.Domain.Values;

namespace Ledger.Api.Areas;

/// <summary>POST /v1/areas: enters a protected area with its outline, or another outline of it.</summary>
internal static class PostArea
{
    public static readonly CommandKind<ProtectArea, ProtectedArea> Kind = new(
        "protect-area", AreaRegister.Aggregate, (fields, _) => ProtectArea.Read(fields), command => command.Id,
        command => StreamName.Area(command.Area), ProtectArea.Decide, command => AreaRegister.AddressOf(command.Area))
    {
        MostBytes = limits => limits.AreaBytes,
    };
}
