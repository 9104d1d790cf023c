using Ledger.Transparency.Heads;
using Ledger.Transparency.Leaves;
using Ledger.Transparency.Notes;
using NodaTime;

namespace Ledger.Transparency.Dossiers;

/// <summary>Something in a dossier that is not as it must be, in plain words; with the event it is about, where it is about one.</summary>
public sealed record DossierProblem(string What, long? Sequence = null, Guid? Event = null, string? Stream = null);

/// <summary>A leaf as the dossier has it, read and hashed.</summary>
public sealed record DossierLeaf(LeafContent Content, LeafHash Hash);

/// <summary>
/// What a dossier proves by itself, without any rule of trade: its files are those of the manifest, every leaf is in the signed tree,
/// streams are whole, sealed parts are what was committed to. All that is not so is a problem.
/// </summary>
public sealed class DossierEvidence
{
    private readonly ProvedHeads? _heads;

    private DossierEvidence(
        DossierManifest manifest, IReadOnlyList<DossierLeaf> leaves, IReadOnlyList<SealedOpening> openings, ProvedHeads? heads,
        IReadOnlyList<string> signers, IReadOnlyList<DossierProblem> problems) =>
        (Manifest, Leaves, Openings, _heads, Signers, Problems) = (manifest, leaves, openings, heads, signers, problems);

    public DossierManifest Manifest { get; }

    /// <summary>In the order of their sequences.</summary>
    public IReadOnlyList<DossierLeaf> Leaves { get; }

    /// <summary>Sealed parts that are what their leaf committed to.</summary>
    public IReadOnlyList<SealedOpening> Openings { get; }

    /// <summary>Names of the keys that signed the checkpoint, witnesses too.</summary>
    public IReadOnlyList<string> Signers { get; }

    public IReadOnlyList<DossierProblem> Problems { get; }

    /// <summary>When it was recorded where all streams ended; null where the dossier does not prove it.</summary>
    public Instant? HeadsTakenAt => _heads?.TakenAt;

    /// <summary>It is proved that the stream had no event when the heads were taken, and none is here.</summary>
    public bool IsAbsent(string stream) => _heads?.IsAbsent(stream) == true;

    /// <summary>Where a stream ended when the heads were taken; null where the dossier does not prove it.</summary>
    public StreamHead? HeadOf(string stream) => _heads?.HeadOf(stream);

    /// <summary>Checks everything that needs no rules.</summary>
    /// <param name="files">Of <see cref="DossierArchive.Read"/>.</param>
    /// <param name="logKeys">Keys of the log, known from elsewhere.</param>
    /// <param name="policy">Which witnesses must have cosigned; null for none.</param>
    /// <exception cref="FormatException">There is no manifest to go by.</exception>
    public static DossierEvidence Check(
        IReadOnlyDictionary<string, byte[]> files, IReadOnlyCollection<NoteVerifier> logKeys, WitnessPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(files);
        var manifest = DossierManifest.Parse(files[DossierFormat.Manifest]);
        var problems = new List<DossierProblem>();
        FileCheck.Run(manifest, files, problems);
        var (head, signers) = CheckpointCheck.Run(manifest, files[DossierFormat.Checkpoint], logKeys, policy, problems);
        var pool = Reading(DossierFormat.Hashes, problems, () => HashPool.Parse(files[DossierFormat.Hashes])) ?? new();
        var leaves = LeafCheck.Run(files, head, pool, problems);
        var streams = leaves.GroupBy(leaf => leaf.Content.Stream, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<DossierLeaf>)[.. group], StringComparer.Ordinal);
        if (leaves.Count > 0) StreamCheck.Run(manifest, streams, problems); // else all that is missing is said in one line
        var heads = Reading(DossierFormat.Heads, problems, () => ProvedHeads.Read(files[DossierFormat.Heads], pool, streams, problems));
        if (heads is not null) StreamCheck.RunHeads(manifest, streams, heads, problems);
        return new(manifest, leaves, SealedCheck.Run(files[DossierFormat.Sealed], leaves, problems), heads, signers, problems);
    }

    internal static T? Reading<T>(string file, List<DossierProblem> problems, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException exception)
        {
            problems.Add(new($"{file} cannot be read: {exception.Message}"));
            return null;
        }
    }
}
