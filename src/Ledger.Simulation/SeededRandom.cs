using System.Numerics;
using System.Text;

namespace Ledger.Simulation;

/// <summary>
/// A generator of its own, so that a seed means the same world on every machine and runtime: xoshiro256** (Blackman and
/// Vigna 2018), its state filled by SplitMix64. It uses only exact or correctly rounded arithmetic, no logarithms.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0, _s1, _s2, _s3;

    public SeededRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    /// <summary>
    /// A generator that depends on this one's state and the name alone. Actors with a generator each do not disturb one another.
    /// </summary>
    public SeededRandom Child(string name) => new(Hash(name) ^ BitOperations.RotateLeft(_s0, 17) ^ _s3);

    /// <summary>FNV-1a, 64 bits.</summary>
    internal static ulong Hash(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ octet) * 1_099_511_628_211UL);
        return hash;
    }

    public ulong Next()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            var shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>From 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double from, double to) => from + ((to - from) * Fraction());

    /// <summary>A whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>A whole number from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Whole(int from, int to) => from + Below(to - from + 1);

    public bool Chance(double probability) => Fraction() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Approximately normal: twelve uniforms summed (Irwin-Hall), so never beyond six sigma.</summary>
    public double Normal(double mean, double sigma)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Fraction();
        return mean + (sigma * sum);
    }

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
