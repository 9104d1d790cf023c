using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded;

/// <summary>What every command carries.</summary>
internal static class CommandFields
{
    public static CommandId CommandId(this Fields fields, string name = "id")
    {
        var id = fields.Uuid(name, required: true);
        if (id == Guid.Empty) fields.Error(name, "must not be the empty UUID");
        return new(id ?? default);
    }
}
