using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Domain.Values;

namespace Ledger.Api.Reading;

/// <summary>The party in a path whose numbers are for itself, the programme and auditors.</summary>
internal static class OwnParty
{
    /// <param name="context">Whose question it is.</param>
    /// <param name="id">As the path has it.</param>
    /// <param name="what">What each may see of itself alone: holdings, balance.</param>
    /// <exception cref="RefusedException">It is no id, or another party's.</exception>
    public static PartyId Of(HttpContext context, string id, string what)
    {
        if (PartyId.TryParse(id) is not { } party)
            throw new RefusedException(new(Problem.FieldErrors, Errors: [new("partyId", $"must be {PartyId.Form}")]));
        var caller = context.Caller();
        return Sight.IsUnlimited(caller) || caller.Organisation == party ? party
            : throw new RefusedException(new(Problem.NoRight, $"You may see your own {what}."));
    }
}
