using System.Security.Cryptography;
using Ledger.Transparency.Notes;

namespace Ledger.Transparency.Dossiers;

/// <summary>The files are those the manifest names.</summary>
internal static class FileCheck
{
    public static void Run(DossierManifest manifest, IReadOnlyDictionary<string, byte[]> files, List<DossierProblem> problems)
    {
        if (!manifest.Files.Select(file => file.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(DossierFormat.Files.Order(StringComparer.Ordinal)))
            problems.Add(new("The manifest does not name the files of a dossier."));
        foreach (var file in manifest.Files.Where(file => files.ContainsKey(file.Name)))
        {
            var bytes = files[file.Name];
            if (bytes.Length != file.Bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != file.Sha256)
                problems.Add(new($"{file.Name} is not the file that the manifest names."));
        }
    }
}

/// <summary>The checkpoint is signed by a key known from elsewhere, for the log of that key's name.</summary>
internal static class CheckpointCheck
{
    public static (Checkpoint? Head, IReadOnlyList<string> Signers) Run(
        DossierManifest manifest, byte[] file, IReadOnlyCollection<NoteVerifier> logKeys, WitnessPolicy? policy,
        List<DossierProblem> problems)
    {
        if (DossierEvidence.Reading(DossierFormat.Checkpoint, problems, () => SignedNote.Parse(file)) is not { } note) return (null, []);
        List<NoteVerifier> known = [.. logKeys, .. policy?.Logs ?? [], .. policy?.Witnesses.Select(witness => witness.Key) ?? []];
        var signers = note.VerifiedBy(known);
        var head = Checkpoint.TryParse(note.Text);
        if (head is null) problems.Add(new("The checkpoint is not the head of a log."));
        else if (!signers.Any(key => key.IsLogKey && key.Name == head.Origin))
            problems.Add(new($"The checkpoint of {head.Origin} is not signed with a key you gave."));
        else if (policy is not null && policy.Accept(note, logKeys) is null)
            problems.Add(new("Fewer witnesses have cosigned the checkpoint than your policy asks for."));
        if (head is not null && head.Size != manifest.Size) problems.Add(new("The checkpoint has another size than the manifest says."));
        return (head, [.. signers.Select(key => key.Name).Distinct()]);
    }
}
