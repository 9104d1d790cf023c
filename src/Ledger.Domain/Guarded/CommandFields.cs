using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;

namespace Ledger.Domain.Guarded;

/// <summary>What every command carries.</summary>
internal static class CommandFields
{
    public static CommandId CommandId(this Fields fields, string name = "id") =>
        new(fields.Uuid(name, required: true) ?? default);
}
