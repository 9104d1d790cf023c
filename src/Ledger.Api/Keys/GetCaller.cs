using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Keys;

/// <summary>Whom a key speaks for.</summary>
internal sealed record CallerAnswer(string Organisation, IReadOnlyList<string> Roles, string KeyId);

/// <summary>GET /v1/caller: for a client that has a key and must know in whose name it posts.</summary>
internal static class GetCaller
{
    public static Task Handle(HttpContext context)
    {
        var caller = context.Caller();
        var answer = new CallerAnswer(caller.Organisation.Value, RoleCodes.CodesOf(caller.Roles), caller.KeyId);
        return Outcomes.OkAsync(context, answer, ApiJson.Default.CallerAnswer);
    }
}
