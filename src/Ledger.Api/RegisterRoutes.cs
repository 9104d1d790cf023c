using Ledger.Api.Areas;
using Ledger.Api.Auth;
using Ledger.Api.Guarded;
using Ledger.Api.OpenApi;
using Ledger.Api.Parties;
using Ledger.Api.Reading;
using Ledger.Api.Settings;
using Ledger.Api.Sites;
using Ledger.Api.TagChecks;
using Ledger.Api.Tags;

namespace Ledger.Api;

/// <summary>Every command to a guarded aggregate, and the routes of the registers: sites, areas, parties, tags.</summary>
internal static class RegisterRoutes
{
    /// <summary>Commands, by the path they are posted to.</summary>
    public static IReadOnlyList<(string Path, Operation Operation, ICommandKind Kind)> Commands { get; } =
    [
        ("/v1/sites", Operation.RegisterSites, PostSite.Kind),
        ("/v1/site-changes", Operation.RegisterSites, PostSiteChange.Kind),
        ("/v1/site-statuses", Operation.DetermineSiteStatus, PostSiteStatus.Kind),
        ("/v1/site-activities", Operation.ChangeSiteActivity, PostSiteActivity.Kind),
        ("/v1/site-baselines", Operation.RegisterSites, PostSiteBaseline.Kind),
        ("/v1/areas", Operation.RegisterAreas, PostArea.Kind),
        ("/v1/area-ends", Operation.RegisterAreas, PostAreaEnd.Kind),
        ("/v1/parties", Operation.RegisterParties, PostParty.Kind),
        ("/v1/party-changes", Operation.RegisterParties, PostPartyChange.Kind),
        ("/v1/membership-applications", Operation.ApplyForMembership, PostMembershipApplication.Kind),
        ("/v1/membership-reviews", Operation.DecideMembership, PostMembershipReview.Kind),
        ("/v1/membership-suspensions", Operation.DecideMembership, PostMembershipSuspension.Kind),
        ("/v1/membership-readmissions", Operation.DecideMembership, PostMembershipReadmission.Kind),
        ("/v1/tag-issues", Operation.IssueTags, PostTagIssue.Kind),
        ("/v1/tag-requests", Operation.RequestTags, PostTagRequest.Kind),
        ("/v1/tag-request-reviews", Operation.AssignTags, PostTagRequestReview.Kind),
        ("/v1/setting-changes", Operation.ChangeSettings, PostSettingChange.Kind),
        ("/v1/tag-assignments", Operation.AssignTags, PostTagAssignment.Kind),
    ];

    public static void MapRegisters(this WebApplication app)
    {
        foreach (var (path, operation, kind) in Commands)
            app.MapPost(path, (HttpContext context, CommandDesk desk) => kind.HandleAsync(context, desk))
                .Requires(operation).Describe((described, document) => Descriptions.Command(described, document, kind));

        app.MapGet("/v1/tag-check/{number}", GetTagCheck.HandleNumber).IsPublic().Describe(Descriptions.CheckNumber);
        app.MapGet("/v1/tag-check/{series}/{kind}/{number}", GetTagCheck.HandleTag).IsPublic().Describe(Descriptions.CheckTag);
        app.MapGet("/v1/sites", SiteRegister.List).Requires(Operation.ReadSites).Describe(Descriptions.ListSites);
        app.MapGet("/v1/sites.geojson", SiteRegister.ListPoints).Requires(Operation.ReadSites).Describe(Descriptions.ListSitePoints);
        app.MapGet("/v1/sites/{id}", SiteRegister.Get).Requires(Operation.ReadSites).Describe(Descriptions.GetSite);
        app.MapGet("/v1/sites/{id}/production", SiteRegister.GetProduction)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetSiteProduction);
        app.MapGet("/v1/sites/{id}/balance", SiteBalanceEndpoints.Get)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetSiteBalance);
        app.MapGet("/v1/sites/{id}/balance.csv", SiteBalanceEndpoints.GetSheet)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetSiteBalanceSheet);
        app.MapGet("/v1/countries/{code}/balance", RegionBalanceEndpoints.Get)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetRegionBalance);
        app.MapGet("/v1/countries/{code}/balance.csv", RegionBalanceEndpoints.GetSheet)
            .Requires(Operation.ReadAnyLot).Describe(Descriptions.GetRegionBalanceSheet);
        app.MapGet("/v1/areas", AreaRegister.List).Requires(Operation.ReadAreas).Describe(Descriptions.ListAreas);
        app.MapGet("/v1/areas.geojson", AreaRegister.ListOutlines)
            .Requires(Operation.ReadAreas).Describe(Descriptions.ListAreaOutlines);
        app.MapGet("/v1/areas/{id}", AreaRegister.Get).Requires(Operation.ReadAreas).Describe(Descriptions.GetArea);
        app.MapGet("/v1/parties", PartyRegister.List).Requires(Operation.ReadParties).Describe(Descriptions.ListParties);
        app.MapGet("/v1/parties/{id}", PartyRegister.Get).Requires(Operation.ReadParties).Describe(Descriptions.GetParty);
        app.MapGet("/v1/parties/{id}/details", PartyRegister.GetDetails)
            .Requires(Operation.ReadParties).Describe(Descriptions.GetPartyDetails);
        app.MapGet("/v1/memberships/{id}", PartyRegister.GetMembership)
            .Requires(Operation.ReadParties).Describe(Descriptions.GetMembership);
        app.MapGet("/v1/tag-requests", TagRegister.ListRequests).Requires(Operation.ReadTagRegister).Describe(Descriptions.ListTagRequests);
        app.MapGet("/v1/tag-ranges", TagRegister.ListRanges).Requires(Operation.ReadTagRegister).Describe(Descriptions.ListTagRanges);
        app.MapGet("/v1/tag-series/{series}", TagRegister.GetSeries)
            .Requires(Operation.ReadAnyTagRegister).Describe(Descriptions.GetTagSeries);
        app.MapGet("/v1/tag-register", TagRegister.Get).Requires(Operation.ReadAnyTagRegister).Describe(Descriptions.GetTagRegister);
    }
}
