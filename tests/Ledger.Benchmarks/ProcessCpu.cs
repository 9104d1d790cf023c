using System.Globalization;

namespace Ledger.Benchmarks;

/// <summary>What processes have used of the CPU. Source: proc(5), stat.</summary>
internal static class ProcessCpu
{
    private const double TicksPerSecond = 100; // USER_HZ

    /// <summary>User and system seconds of one process.</summary>
    public static double Seconds(int process) => Ticks(process, withEnded: false) / TicksPerSecond;

    /// <summary>User and system seconds of a process and of its children, ended ones included.</summary>
    public static double SecondsWithChildren(int process)
    {
        var children = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is { } stat && stat[1] == $"{process}");
        return (Ticks(process, withEnded: true) + children.Sum(id => Ticks(id, withEnded: false))) / TicksPerSecond;
    }

    /// <summary>The most memory a process has had resident so far. Bytes.</summary>
    public static long PeakBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static long Ticks(int process, bool withEnded) => Stat(process) is { } stat
        ? stat[11..(withEnded ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) : 0;

    // The fields after "pid (name) ": state, parent, ...; utime, stime, cutime and cstime are 11 to 14.
    private static string[]? Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
