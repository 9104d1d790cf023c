using System.CommandLine;
using Ledger.Transparency.Notes;

namespace Ledger.Cli.Verify;

/// <summary>
/// <c>ledger verify</c>: checks a dossier, or the proof of one record, offline. Exit codes: 0 verified, 1 something is not as stated,
/// 2 neither of them, or no key.
/// </summary>
internal static class VerifyCommand
{
    private const int Verified = 0;
    private const int Mismatch = 1;
    public const int Unusable = 2;

    private static readonly Argument<FileInfo> Dossier = new("dossier")
    {
        Description = "A dossier's zip, or the proof of one record as GET /v1/log/proof gives it.",
    };

    private static readonly Option<string[]> Key = new("--key")
    {
        Description = "The ledger's vkey, from a source you trust. Again for more keys.", Required = true,
    };

    private static readonly Option<FileInfo?> Policy = new("--witness-policy")
    {
        Description = "A file (C2SP tlog-policy) that says which witnesses must have cosigned.",
    };

    private static readonly Option<string?> Leaf = new("--leaf")
    {
        Description = "Of a proof: the leafHash of the receipt, or a file with the leaf as it was exported.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "The report as JSON." };

    public static Command Create()
    {
        var command = new Command("verify", "Verifies a dossier or a proof offline: signatures, proofs, completeness, genealogy, findings.")
        {
            Dossier, Key, Policy, Leaf, Json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                using var given = parsed.GetRequiredValue(Dossier).OpenRead();
                var policy = parsed.GetValue(Policy) is { } file ? WitnessPolicy.Parse(File.ReadAllBytes(file.FullName)) : null;
                IReadOnlyList<NoteVerifier> keys = [.. parsed.GetRequiredValue(Key).Select(ReadKey)];
                if (ProofVerifier.IsProof(given))
                {
                    var proof = ProofVerifier.Verify(given, parsed.GetValue(Leaf), keys, policy);
                    Console.Write(parsed.GetValue(Json) ? proof.ToJson() + '\n' : proof.ToString());
                    return proof.Verified ? Verified : Mismatch;
                }

                var report = DossierVerifier.Verify(given, keys, policy);
                Console.Write(parsed.GetValue(Json) ? report.ToJson() + '\n' : report.ToString());
                return report.Verified ? Verified : Mismatch;
            }
            catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"ledger: {exception.Message}");
                return Unusable;
            }
        });
        return command;
    }

    /// <exception cref="FormatException">Not the vkey of a log.</exception>
    public static NoteVerifier ReadKey(string vkey) => NoteVerifier.TryParse(vkey, out var key) && key.IsLogKey ? key
        : throw new FormatException($"'{vkey}' is not the vkey of a log.");
}
