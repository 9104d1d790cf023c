using Ledger.Cli.Http;
using Ledger.Simulation;

namespace Ledger.Cli.Simulate;

/// <summary>Posts a world through the API as its organisations would: lines in the order of arrival, each under its own key.</summary>
internal sealed class WorldPoster(HttpClient http, OrganisationKeys keys)
{
    // The order of arrival is kept between windows; within one, an organisation's lines go together.
    private const int Window = 500;

    /// <summary>0 when all of it is in the ledger, 1 when something was refused.</summary>
    public async Task<int> PostAsync(World world, CancellationToken cancellation)
    {
        var keyOf = await keys.ForAsync(world.Participants, cancellation);
        var poster = new LinePoster(http);
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
