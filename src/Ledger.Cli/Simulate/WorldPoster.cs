using Ledger.Cli.Http;
using Ledger.Simulation;

namespace Ledger.Cli.Simulate;

/// <summary>
/// Posts a world through the API as its organisations would: what the registers know first, then lines in the order of arrival, each
/// under its own key.
/// </summary>
internal sealed class WorldPoster(HttpClient http, OrganisationKeys keys)
{
    // The order of arrival is kept between windows; within one, an organisation's lines go together.
    private const int Window = 500;

    // Another world in the same ledger may have the same invented sites and parties.
    private static readonly string[] IsThere = ["site-exists", "party-exists", "membership-applied", "membership-not-applied"];

    /// <summary>0 when all of it is in the ledger, 1 when something was refused.</summary>
    public async Task<int> PostAsync(World world, CancellationToken cancellation)
    {
        var keyOf = await keys.ForAsync(world.Participants, cancellation);
        var poster = new LinePoster(http);
        var desk = new CommandPoster(http, poster);
        await Meter.RunAsync("registrations", world.Registrations.Count, async advance =>
        {
            foreach (var entry in world.Registrations)
            {
                var command = new PostLine($"{entry.PostedBy} {entry.Path}", entry.Json);
                await desk.PostAsync(entry.Path[1..], command, keyOf[entry.PostedBy.Value], cancellation, IsThere);
                advance(1);
            }
        });
        await Meter.RunAsync("custody events", world.Postings.Count, async advance =>
        {
            foreach (var window in world.Postings.Chunk(Window))
                foreach (var batch in window.GroupBy(posting => posting.PostedBy))
                {
                    List<PostLine> lines = [.. batch.Select(posting => new PostLine($"{posting.PostedBy} {posting.Id}", posting.Json))];
                    await poster.PostAsync(lines, keyOf[batch.Key.Value], cancellation);
                    advance(lines.Count);
                }
        });
        return poster.Report();
    }
}
