using Ledger.Api.Auth;
using Ledger.Api.Http;
using Ledger.Api.Reading;
using Ledger.Domain.CustodyEvents;
using Ledger.Projections.Hosting;
using Ledger.Projections.Queries;

namespace Ledger.Api.Capture;

/// <summary>
/// GET /v1/custody-events: what the caller's organisation recorded, newest first. Who may read any may ask for another's.
/// </summary>
internal static class ListCustodyEvents
{
    public static async Task Handle(HttpContext context, RecordLists lists, Progress progress)
    {
        var (caller, cancellation) = (context.Caller(), context.RequestAborted);
        var organisation = Answers.Text(context, "recordedBy") ?? caller.Organisation.Value;
        if (organisation != caller.Organisation.Value && !Rights.Allows(caller.Roles, Operation.ReadAnyCustodyEvent))
            throw new RefusedException(new(Problem.NoRight, "You may list what your own organisation recorded."));
        var page = await lists.RecordedByAsync(
            organisation, TypeIn(context), Answers.NumericCursor(context), Answers.Limit(context), cancellation);
        await Answers.PageAsync(context, page, await progress.ViewsAsync(cancellation));
    }

    private static string? TypeIn(HttpContext context)
    {
        var type = Answers.Text(context, "type");
        return type is null || CustodyEventReader.Types.Contains(type) ? type : throw new RefusedException(new(
            Problem.FieldErrors, Errors: [new("type", $"must be one of {string.Join(", ", CustodyEventReader.Types)}")]));
    }
}
