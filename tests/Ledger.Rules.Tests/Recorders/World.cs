using Ledger.Domain.Values;

namespace Ledger.Rules.Tests.Recorders;

/// <summary>What recorders posted, in the order they wrote it down; a <see cref="Book"/> is what arrived of it, in some other.</summary>
public sealed class World
{
    public List<Paper> Papers { get; } = [];

    public Recorder By(string party, string when) => new(this, party, when);

    public CustodyEventId Add(Paper paper)
    {
        Papers.Add(paper);
        return paper.Id;
    }

    public Book Arrived() => new(Papers);

    /// <summary>As a slow network would: in any order, some more than once.</summary>
    public Book ArrivedInAnyOrder(Random random)
    {
        Paper[] papers = [.. Papers, .. Papers.Where(_ => random.Next(3) == 0)];
        random.Shuffle(papers);
        return new(papers, random);
    }
}
