using Ledger.Transparency.Dossiers;

namespace Ledger.Api.Tests.Dossiers;

/// <summary>Damage by chance, from a fixed seed: refused in words or exit code, never by a crash, and never accepted.</summary>
public sealed class FuzzedDossierTests(ToldStory told) : IClassFixture<ToldStory>
{
    private const int Zips = 50_000;
    private const int Files = 50_000;
    private const int Seed = 20_260_302;

    // What a reader relies on: accepted, these must be as they were made.
    private static readonly string[] Meaningful =
        [DossierFormat.Leaves, DossierFormat.Findings, DossierFormat.Provenance, DossierFormat.Page];

    [Fact]
    public async Task A_damaged_zip_is_refused_or_as_it_was()
    {
        var good = await told.Auditor.DownloadAsync($"/v1/lots/{told.Product}/dossier.zip");
        var whole = DossierArchive.Read(new MemoryStream(good));
        var random = new Random(Seed);
        for (var i = 0; i < Zips; i++)
        {
            var damaged = Damage(good, random);
            try
            {
                var read = DossierArchive.Read(new MemoryStream(damaged));
                if (!Meaningful.All(file => read[file].AsSpan().SequenceEqual(whole[file])))
                    Assert.False(Cli.Verify.DossierVerifier.Verify(read, told.Keys, null).Verified, $"damage {i}");
            }
            catch (FormatException)
            {
                // said in words
            }
        }
    }

    [Fact]
    public async Task Damaged_files_whose_hashes_were_made_to_fit_are_refused()
    {
        var good = await told.Auditor.DownloadAsync($"/v1/lots/{told.Product}/dossier.zip");
        var whole = DossierArchive.Read(new MemoryStream(good));
        string[] names = [.. DossierFormat.Files, DossierFormat.Manifest];
        var (random, files) = (new Random(Seed), new DossierFiles(good));
        for (var i = 0; i < Files; i++)
        {
            var name = names[random.Next(names.Length)];
            files[name] = Damage(whole[name], random);
            try
            {
                var fitting = name == DossierFormat.Manifest ? files : files.Rehashed();
                var isSame = Meaningful.All(file => files[file].AsSpan().SequenceEqual(whole[file]));
                Assert.True(isSame || !fitting.VerifiedUnzipped(told.Keys).Verified, $"damage {i} to {name}");
            }
            catch (FormatException)
            {
                // said in words
            }

            (files[name], files[DossierFormat.Manifest]) = (whole[name], whole[DossierFormat.Manifest]);
        }
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        if (good.Length == 0) return [(byte)random.Next(256)];
        var (at, length) = (random.Next(good.Length), random.Next(1, 20));
        var end = Math.Min(good.Length, at + length);
        switch (random.Next(5))
        {
            case 0: return [.. good[..at], .. good[end..]];
            case 1: return [.. good[..end], .. good[at..]];
            case 2: return good[..at];
            case 3:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. good[..at], .. noise, .. good[at..]];
            default:
                byte[] flipped = [.. good];
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
    }
}
