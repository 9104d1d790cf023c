using Ledger.Api.Auth;

namespace Ledger.Api.Pages.House;

/// <summary>Who reads the page, as GET /v1/caller says.</summary>
public sealed record Reader(string Organisation, IReadOnlyList<string> Roles)
{
    /// <summary>True where the reader's roles allow it: what they do not allow is not there.</summary>
    public bool May(Operation operation) => Rights.Allows(Combined, operation);

    /// <summary>True where the reader's roles allow posting custody events of that type.</summary>
    public bool MayPost(string custodyType) => Rights.AllowsPosting(Combined, custodyType);

    /// <summary>True where a correction by the reader counts, of what that organisation recorded.</summary>
    public bool MayCorrect(string recordedBy) =>
        MayPost("corrected") && (Organisation == recordedBy || Rights.CorrectsForOthers(Combined));

    /// <summary>True where holdings and balance of that party are the reader's to see: its own, or everybody's.</summary>
    public bool MayReadBalanceOf(string party) => May(Operation.ReadAnyLot) || (May(Operation.ReadLots) && Organisation == party);

    private Roles Combined => RoleCodes.Combine(Roles);
}
