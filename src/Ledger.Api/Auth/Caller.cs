using Ledger.Domain.Values;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Auth;

/// <summary>Who is calling, as the key says, or the identity provider.</summary>
/// <param name="Organisation">What is posted is recorded by it.</param>
public sealed record Caller(PartyId Organisation, Roles Roles, string KeyId);

/// <summary>
/// For whom a page asks in this process, where the reader has no key but came from the identity provider. Pages alone put it there: no
/// request from outside brings one along.
/// </summary>
internal sealed record VouchedFor(Caller Caller);

internal static class RoleCodes
{
    /// <summary>Every single role, in declared order.</summary>
    public static IReadOnlyList<Roles> All { get; } = [.. Enum.GetValues<Roles>().Where(role => role != Roles.None)];

    /// <summary>The code on the wire: <c>miner</c>.</summary>
    public static string CodeOf(Roles role) => role.ToString().ToLowerInvariant();

    public static Roles? Find(string code) => All.Select(role => (Roles?)role).FirstOrDefault(role => CodeOf(role!.Value) == code);

    public static IReadOnlyList<string> CodesOf(Roles roles) => [.. All.Where(role => roles.HasFlag(role)).Select(CodeOf)];

    /// <summary>The roles with these codes; codes of a newer version give nothing.</summary>
    public static Roles Combine(IEnumerable<string> codes) =>
        codes.Aggregate(Roles.None, (roles, code) => roles | (Find(code) ?? Roles.None));
}

internal static class CallerFeature
{
    /// <summary>The caller of a request to an endpoint that requires one.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.GetRequiredFeature<Caller>();
}
