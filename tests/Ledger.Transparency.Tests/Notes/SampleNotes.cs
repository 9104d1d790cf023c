using System.Security.Cryptography;
using System.Text;
using Ledger.Transparency.Notes;

namespace Ledger.Transparency.Tests.Notes;

/// <summary>Notes made elsewhere, and keys for making some here.</summary>
internal static class SampleNotes
{
    public const string Origin = "ledger.example/tin";

    /// <summary>A key and a checkpoint of an empty tree that OpenSSL 3 made.</summary>
    public const string OpenSslKey = Origin + "+c7de19c3+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGdRwzrxqfP+ewYX6h8sonxy"
        + "V1JtD8CtWYXTkOqMCFuOrkpiapTpHmiDL7oQsNzvewqh/4+Abjk9JcYtzv6Z56o=";

    public const string OpenSslNote = Origin + "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 " + Origin
        + " x94ZwzBFAiEA8DC/xN8EufHDAJe+r3EyeZqI4urQ4ZJNCxD9zXBD15MCIC0Bjc7bhyOMkKw+pqQVCDVdIU6r3T5qshvL6gtpopzT\n";

    /// <summary>A key on P-384 in the form of a vkey.</summary>
    public const string LargerKey = Origin + "+c7f5663c+AjB2MBAGByqGSM49AgEGBSuBBAAiA2IABJYU4leMWrOOeKvFJ1kaphx4d8Bi"
        + "Wg037zuewKauNCiWUmUj/DQK3BWKtdWmPFVaxCZfnjT5xY0kHsn/lPyQf5ZxyCPHhSMNEGMYZ14kjn9iwthKk5R6wNZy3l8M6nU0rg==";

    /// <summary>The example of C2SP tlog-checkpoint, signed with Ed25519.</summary>
    public const string ForeignCheckpoint = "example.com/behind-the-sofa\n20852163\n"
        + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u2014 example.com/behind-the-sofa "
        + "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    /// <summary>The example of C2SP signed-note: a text with an empty line in it.</summary>
    public const string Poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n"
        + "\ned è subito sera.\n\n\u2014 quasimodo.example/salvatore "
        + "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

    public static NoteVerifier OpenSslVerifier { get; } =
        NoteVerifier.TryParse(OpenSslKey, out var verifier) ? verifier : throw new InvalidOperationException();

    public static NoteSigner NewSigner(string name) => new EcdsaNoteSigner(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
