namespace Ledger.Rules.Provenance;

/// <summary>Tarjan's algorithm (1972), with an explicit stack: a chain of a million runs must not exhaust the thread's.</summary>
internal static class StronglyConnected
{
    /// <summary>The components of a graph, each after those its members point to.</summary>
    public static List<List<T>> Of<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> targets)
        where T : notnull
    {
        var search = new Search<T>(targets);
        foreach (var node in nodes) search.From(node);
        return search.Components;
    }

    private sealed class Search<T>(Func<T, IEnumerable<T>> targets)
        where T : notnull
    {
        private readonly Dictionary<T, int> _index = [];
        private readonly Dictionary<T, int> _low = [];
        private readonly HashSet<T> _open = [];
        private readonly Stack<T> _stack = [];

        public List<List<T>> Components { get; } = [];

        public void From(T root)
        {
            if (_index.ContainsKey(root)) return;
            var path = new Stack<(T Node, IEnumerator<T> Targets)>();
            Enter(root, path);
            while (path.TryPeek(out var step))
            {
                if (step.Targets.MoveNext()) Follow(step.Node, step.Targets.Current, path);
                else Leave(path);
            }
        }

        private void Enter(T node, Stack<(T, IEnumerator<T>)> path)
        {
            _index[node] = _low[node] = _index.Count;
            _stack.Push(node);
            _open.Add(node);
            path.Push((node, targets(node).GetEnumerator()));
        }

        private void Follow(T node, T target, Stack<(T, IEnumerator<T>)> path)
        {
            if (!_index.TryGetValue(target, out var seen)) Enter(target, path);
            else if (_open.Contains(target)) _low[node] = Math.Min(_low[node], seen);
        }

        private void Leave(Stack<(T Node, IEnumerator<T> Targets)> path)
        {
            var (node, followed) = path.Pop();
            followed.Dispose();
            if (path.TryPeek(out var above)) _low[above.Node] = Math.Min(_low[above.Node], _low[node]);
            if (_low[node] == _index[node]) Components.Add(Close(node));
        }

        private List<T> Close(T root)
        {
            var component = new List<T>();
            T member;
            do
            {
                member = _stack.Pop();
                _open.Remove(member);
                component.Add(member);
            }
            while (!EqualityComparer<T>.Default.Equals(member, root));
            return component;
        }
    }
}
