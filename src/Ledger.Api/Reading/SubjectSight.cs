using Ledger.Api.Auth;
using Ledger.Api.Reading.Secrecy;
using Ledger.Domain.Values;
using Ledger.Projections.Facts;

namespace Ledger.Api.Reading;

/// <summary>Whether a caller may see what a finding is about.</summary>
internal sealed class SubjectSight(SubjectLoader loader, Veils veils)
{
    public async Task<bool> MaySeeAsync(Caller caller, StreamName subject, CancellationToken cancellation)
    {
        if (Sight.IsUnlimited(caller)) return true;
        var key = subject.Value[Math.Min(subject.Kind.Length + 1, subject.Value.Length)..];
        switch (subject.Kind)
        {
            case "lot" or "origin" when LotId.TryParse(key) is { } lot:
                return Sight.MaySee(caller, (await loader.LotsAsync([lot], Horizon.Now, cancellation))[lot], veils.Today);
            case "tag" when TagId.TryParse(key) is { } tag:
                return Sight.MaySee(caller, (await loader.TagsAsync([tag], withLots: true, Horizon.Now, cancellation))[tag], veils.Today);
            case "run" or "cycle" when RunId.TryParse(key) is { } run:
                return Sight.MaySee(caller, (await loader.RunsAsync([run], Horizon.Now, cancellation))[run]);
            case "sale" or "movement" or "delivery":
                return Sight.MaySee(caller, (await loader.TransfersAsync(
                    [subject.Value], withLots: false, Horizon.Now, cancellation))[subject.Value]);
            default:
                return false;
        }
    }
}
