using Ledger.Domain.CustodyEvents;

namespace Ledger.Api.Pages.Desk;

/// <summary>How a form asks for something, and how what is typed becomes JSON.</summary>
public enum AskKind
{
    Text,
    LongText,
    Number,
    Whole,
    Choice,
    YesNo,
    Date,

    /// <summary>A moment: day and time by the ledger's clock.</summary>
    Moment,

    /// <summary>When it happened, as exactly as is known: <c>eventTime</c> and <c>timePrecision</c>.</summary>
    When,

    /// <summary>A lot by its id or its tag, in one field: <c>lotId</c> or <c>tag</c>.</summary>
    Lot,

    /// <summary>A tag in one field.</summary>
    Tag,

    /// <summary>Ids, separated by commas.</summary>
    Ids,

    /// <summary>Lots, one a line.</summary>
    Lots,

    /// <summary>Tags, one a line.</summary>
    Tags,

    /// <summary>Analytes and their percentages, in one field.</summary>
    Analytes,

    /// <summary>An amount with its currency.</summary>
    Money,

    /// <summary>Several of them.</summary>
    Amounts,

    /// <summary>Fields that belong together.</summary>
    Group,

    /// <summary>The same fields again and again.</summary>
    Rows,
}

/// <summary>One thing a form asks for, made from what the reader of the posted event asks for: the two cannot drift apart.</summary>
/// <param name="Name">The member of the posted object; where several are asked for in one field, the name of that field.</param>
/// <param name="Codes">What may be chosen.</param>
/// <param name="Members">Of a group, or of each row.</param>
/// <param name="Unit">kg or percent.</param>
public sealed record Ask(
    string Name, AskKind Kind, bool IsRequired, IReadOnlyList<string> Codes, IReadOnlyList<Ask> Members, string? Unit)
{
    public const string LotName = "lot";
    public const string WhenName = "when";

    private const int LongText = 500;

    /// <summary>Members of the posted object this answers for.</summary>
    public IReadOnlyList<string> Covers => Kind switch
    {
        AskKind.Lot => ["lotId", "tag"],
        AskKind.When => ["eventTime", "timePrecision"],
        _ => [Name],
    };

    /// <summary>What a form asks for, in the order its reader does.</summary>
    public static IReadOnlyList<Ask> Of(IReadOnlyList<FieldDescription> fields)
    {
        var asks = new List<Ask>();
        for (var at = 0; at < fields.Count; at++)
        {
            var (field, next) = (fields[at], at + 1 < fields.Count ? fields[at + 1] : null);
            if (field.Name == "eventTime") asks.Add(Simple(WhenName, AskKind.When, isRequired: true));
            else if (field.Name == "timePrecision") continue;
            else if (IsLot(field, next)) asks.Add(Simple(LotName, AskKind.Lot, isRequired: true));
            else asks.Add(Of(field));
            if (IsLot(field, next)) at++;
        }

        return asks;
    }

    // Whoever may name a lot either way asks for both in a row; where one of them stands alone, it is a new lot's.
    private static bool IsLot(FieldDescription field, FieldDescription? next) =>
        field is { Name: "lotId", Required: false } && next is { Name: "tag", Required: false };

    private static Ask Of(FieldDescription field)
    {
        var kind = field.Kind;
        IReadOnlyList<Ask> members = kind.Members is { } described ? Of(described) : [];
        var asked = KindOf(kind, members);
        if (asked == AskKind.Rows) members = [.. members.OrderBy(PlaceInRow)];
        return new(field.Name, asked, field.Required, kind.Codes ?? [], members, kind.Unit);
    }

    // A line of a sheet begins with what it is about and what that weighs.
    private static int PlaceInRow(Ask member) => member.Name switch
    {
        LotName => 0,
        "lotId" when member.IsRequired => 0,
        "netKg" => 1,
        "method" => 2,
        _ => 3,
    };

    private static AskKind KindOf(in FieldKind kind, IReadOnlyList<Ask> members) => kind.JsonType switch
    {
        "object" => Names(members) switch
        {
            "series kind number" => AskKind.Tag,
            "amountMinor currency" => AskKind.Money,
            _ => AskKind.Group,
        },
        "array" => Names(members) switch
        {
            "" => AskKind.Ids,
            LotName => AskKind.Lots,
            "series kind number" => AskKind.Tags,
            "name pct" => AskKind.Analytes,
            "amountMinor currency" => AskKind.Amounts,
            _ => AskKind.Rows,
        },
        "boolean" => AskKind.YesNo,
        "integer" => AskKind.Whole,
        "number" => AskKind.Number,
        _ when kind.Codes is not null => AskKind.Choice,
        _ when kind.Format == "date" => AskKind.Date,
        _ when kind.Format == "date-time" => AskKind.Moment,
        _ => kind.MaxLength >= LongText ? AskKind.LongText : AskKind.Text,
    };

    private static string Names(IReadOnlyList<Ask> members) => string.Join(' ', members.Select(member => member.Name));

    private static Ask Simple(string name, AskKind kind, bool isRequired) => new(name, kind, isRequired, [], [], null);
}
