using System.Text.Json;
using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.Values;
using Ledger.EventStore.Keys;
using Ledger.Projections.Queries;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Api.Keys;

/// <summary>A key as its administrators see it.</summary>
/// <param name="Key">The whole key; only in the answer that made it, since nobody can read it later.</param>
/// <param name="LastUsedOn">Day in the ledger's time zone.</param>
internal sealed record KeyAnswer(
    string Id, string Organisation, IReadOnlyList<string> Roles, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt,
    string? LastUsedOn, string? Key)
{
    public static KeyAnswer Of(StoredKey key, string? secret = null) => new(
        key.Id, key.Organisation.Value, key.Roles, key.Name, key.CreatedAt.ToDateTimeOffset(), key.RevokedAt?.ToDateTimeOffset(),
        key.LastUsedOn is { } day ? LocalDatePattern.Iso.Format(day) : null, secret);
}

/// <param name="Next">The next page; absent on the last.</param>
internal sealed record KeyList(IReadOnlyList<KeyAnswer> Keys, string? Next);

/// <summary>POST /v1/keys {organisation, roles, name}: makes a key and shows it this once.</summary>
internal static class PostKey
{
    private const int MostBytes = 10_000;

    public static async Task Handle(HttpContext context, KeyMaker maker)
    {
        var errors = new List<FieldError>();
        var asked = await Bodies.WholeAsync(
            Bodies.Reader(context), _ => MostBytes, body => Read(body, errors), context.RequestAborted);
        if (asked is not { } key)
        {
            await Outcomes.RefuseAsync(context, new(Problem.FieldErrors, Errors: errors));
            return;
        }

        var (stored, secret) = await maker.MakeAsync(key.Organisation, key.Roles, key.Name, context.RequestAborted);
        await Outcomes.CreatedAsync(context, "/v1/keys/" + stored.Id, KeyAnswer.Of(stored, secret), ApiJson.Default.KeyAnswer);
    }

    private static (PartyId Organisation, Roles Roles, string Name)? Read(ReadOnlyMemory<byte> body, List<FieldError> errors)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("must be a JSON object");
            var (organisation, name) = Fields.Read(
                document.RootElement, errors, fields =>
                {
                    fields.Raw("roles", new("array"), required: true);
                    return (fields.Id<PartyId>("organisation", required: true), fields.Text("name", required: true, maxLength: 100));
                });
            var roles = ReadRoles(document.RootElement, errors);
            return errors.Count == 0 ? (organisation!.Value, roles, name!) : null;
        }
        catch (JsonException malformed)
        {
            throw new RefusedException(new(Problem.MalformedJson, malformed.Message));
        }
    }

    private static Roles ReadRoles(JsonElement asked, List<FieldError> errors)
    {
        var roles = Roles.None;
        if (!asked.TryGetProperty("roles", out var codes) || codes.ValueKind == JsonValueKind.Null) return roles; // said already
        var known = string.Join(", ", RoleCodes.All.Select(RoleCodes.CodeOf));
        if (codes.ValueKind != JsonValueKind.Array || codes.GetArrayLength() == 0)
        {
            errors.Add(new("roles", $"must be an array of at least one of {known}"));
            return roles;
        }

        foreach (var (index, code) in codes.EnumerateArray().Index())
        {
            if (code.ValueKind == JsonValueKind.String && RoleCodes.Find(code.GetString()!) is { } role) roles |= role;
            else errors.Add(new(FormattableString.Invariant($"roles[{index}]"), $"must be one of {known}"));
        }

        return roles;
    }
}

/// <summary>GET /v1/keys: keys, newest first unless asked otherwise, without their secrets.</summary>
internal static class GetKeys
{
    public static async Task Handle(HttpContext context, KeyStore keys)
    {
        var limit = Answers.Limit(context);
        bool? isRevoked = context.Request.Query.ContainsKey("revoked") ? Paging.Flag(context, "revoked") : null;
        var page = await keys.ListAsync(
            new(Answers.Text(context, "organisation"), isRevoked), Answers.Order(context, ListOrders.Keys), Answers.Text(context, "cursor"),
            limit + 1, context.RequestAborted);
        await Outcomes.OkAsync(
            context, new KeyList([.. page.Take(limit).Select(key => KeyAnswer.Of(key))],
                page.Count > limit ? Answers.NextLink(context, page[limit - 1].Id) : null), ApiJson.Default.KeyList);
    }
}

/// <summary>DELETE /v1/keys/{id}: the key stops here at once, on other nodes within seconds.</summary>
internal static class DeleteKey
{
    public static async Task Handle(HttpContext context, string id, KeyStore keys, KeyRing ring, IClock clock)
    {
        var isThere = await keys.RevokeAsync(id, clock.GetCurrentInstant(), context.RequestAborted);
        ring.Forget(id);
        if (isThere) Outcomes.NoContent(context);
        else await Outcomes.RefuseAsync(context, new(Problem.NotFound, "There is no key with this id."));
    }
}
