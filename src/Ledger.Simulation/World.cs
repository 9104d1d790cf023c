using Ledger.Simulation.Trade;

namespace Ledger.Simulation;

/// <summary>
/// A seeded world of invented sites and parties: what each organisation posts to the ledger, and, apart from it, what really
/// happened.
/// </summary>
/// <param name="Registrations">What the registers know, in the order in which it is entered, before anything is posted.</param>
/// <param name="Postings">In the order in which they reach the ledger.</param>
public sealed record World(
    IReadOnlyList<Participant> Participants, IReadOnlyList<SiteCard> Sites, IReadOnlyList<Registration> Registrations,
    IReadOnlyList<Posting> Postings, GroundTruth Truth)
{
    /// <summary>The world of these options. Equal options give equal bytes.</summary>
    /// <exception cref="ArgumentException">A chosen fraud names a holder the world does not have, or one who cannot do it.</exception>
    public static World Generate(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scene = new Scene(options);
        var cast = new Cast(scene);
        if (!options.IsHonest || options.Frauds.Count > 0) scene.Frauds.AddRange(Frauds.FraudPlan.Of(scene, cast));
        new Calendar(scene, cast).Play();
        var (journal, held) = (scene.Journal, scene.Held());
        var postings = journal.Postings;
        var posted = postings.Select(posting => posting.Id).ToHashSet();
        return new(cast.Participants, cast.Sites, new Registers(scene, cast).Enter(), postings, new(
            [.. scene.Frauds.Select(fraud => fraud.Told()).OfType<PlantedFraud>()
                .Where(fraud => fraud.Months.Count > 0 || fraud.CustodyEvents.All(posted.Contains))],
            [.. journal.TypingErrors.Where(error => posted.Contains(error.CustodyEvent))], journal.NumbersTyped,
            scene.Books.Dry(held), scene.Books.Metal(held)));
    }
}
