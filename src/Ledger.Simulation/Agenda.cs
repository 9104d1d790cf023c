using NodaTime;

namespace Ledger.Simulation;

/// <summary>What is to happen on which day. Within a day in the order it was put down.</summary>
internal sealed class Agenda
{
    private readonly Dictionary<LocalDate, Queue<Action>> _byDay = [];

    public void On(LocalDate day, Action happening)
    {
        if (!_byDay.TryGetValue(day, out var queue)) _byDay[day] = queue = new();
        queue.Enqueue(happening);
    }

    /// <summary>Does everything put down for that day, what is put down meanwhile for the same day included.</summary>
    public void Run(LocalDate day)
    {
        if (!_byDay.TryGetValue(day, out var queue)) return;
        while (queue.TryDequeue(out var happening)) happening();
        _byDay.Remove(day);
    }
}
