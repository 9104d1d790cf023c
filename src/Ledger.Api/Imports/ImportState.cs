using System.Text.Json.Serialization;
using Ledger.Api.Auth;
using Ledger.Api.Http;

namespace Ledger.Api.Imports;

/// <summary>Where an import stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportStage>))]
internal enum ImportStage
{
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("finished")] Finished,
}

/// <summary>How the items of an import ended so far.</summary>
internal sealed record ImportCounts(long Created, long Duplicate, long Refused)
{
    public static readonly ImportCounts None = new(0, 0, 0);

    public long Items => Created + Duplicate + Refused;

    public ImportCounts With(ItemStatus status) => status switch
    {
        ItemStatus.Created => this with { Created = Created + 1 },
        ItemStatus.Duplicate => this with { Duplicate = Duplicate + 1 },
        _ => this with { Refused = Refused + 1 },
    };
}

/// <summary>An import as its file on this node keeps it. Stored. Add fields only as optional; never rename.</summary>
/// <param name="Organisation">Whose key posted it: it is recorded by it, with the roles the key had then.</param>
/// <param name="Lines">Lines of the body, blank ones counted.</param>
internal sealed record ImportState(
    string Id, string Organisation, IReadOnlyList<string> Roles, string KeyId, DateTimeOffset ReceivedAt, long Lines,
    ImportStage Stage, ImportCounts Counts, DateTimeOffset? FinishedAt)
{
    [JsonIgnore]
    public Caller Caller => new(new(Organisation), RoleCodes.Combine(Roles), KeyId);
}

/// <summary>What GET /v1/imports/{id} says.</summary>
/// <param name="Progress">Items done / lines, 0 to 1.</param>
internal sealed record ImportAnswer(
    string Id, ImportStage State, DateTimeOffset ReceivedAt, DateTimeOffset? FinishedAt, long Lines, ImportCounts Counts,
    double Progress, string Results)
{
    public static ImportAnswer Of(ImportState state) => new(
        state.Id, state.Stage, state.ReceivedAt, state.FinishedAt, state.Lines, state.Counts,
        state.Stage == ImportStage.Finished ? 1 : Math.Round((double)state.Counts.Items / Math.Max(1, state.Lines), 4),
        AddressOf(state.Id) + "/results");

    public static string AddressOf(string id) => "/v1/imports/" + id;
}
