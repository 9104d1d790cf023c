namespace Ledger.Transparency.Dossiers;

/// <summary>What a dossier is made of; docs/transparency.md says what each file holds.</summary>
public static class DossierFormat
{
    /// <summary>The first thing a manifest says. Whatever changes a file's meaning changes this.</summary>
    public const string Version = "ledger-dossier/1";

    public const string Manifest = "manifest.json";
    public const string Checkpoint = "checkpoint";
    public const string Leaves = "leaves.ndjson";
    public const string Proofs = "proofs.txt";
    public const string Heads = "heads.ndjson";
    public const string Hashes = "hashes.txt";
    public const string Sealed = "sealed.ndjson";
    public const string Findings = "findings.json";
    public const string Provenance = "provenance.json";
    public const string Page = "index.html";

    /// <summary>Leaves in one dossier, at most.</summary>
    public const int MostLeaves = 100_000;

    /// <summary>Bytes of the zip, and of all its files unpacked, at most.</summary>
    public const int MostBytes = 512 << 20;

    /// <summary>Every file but the manifest. A dossier has all of them and nothing else.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [Checkpoint, Leaves, Proofs, Heads, Hashes, Sealed, Findings, Provenance, Page];
}
