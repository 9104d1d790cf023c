using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ledger.Domain.Sheets;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class SheetJson : JsonSerializerContext;
