using System.Text.RegularExpressions;

namespace Ledger.EndToEnd.House;

/// <summary>One method, constructor or operator: where its signature begins and how many lines it has.</summary>
internal sealed record Method(string Name, int Line, int Lines);

/// <summary>As much of C# as measuring needs: braces, once comments and literals are out of the way.</summary>
internal static partial class CSharpText
{
    /// <summary>The same text with spaces for comments, strings and characters; lines stay where they were.</summary>
    public static string WithoutLiterals(string text) =>
        Literal().Replace(text, match => NotNewline().Replace(match.Value, " "));

    /// <summary>The methods of a file, from the first line of the signature (attributes do not count) to the end of the body.</summary>
    /// <exception cref="FormatException">Brackets do not match: literals were not recognised, and nothing measured
    /// here can be believed.</exception>
    public static IEnumerable<Method> Methods(string text)
    {
        var code = WithoutLiterals(text);
        var inType = new Stack<bool>([true]);
        var (start, nested) = (0, 0);
        for (var at = 0; at < code.Length; at++)
        {
            var sign = code[at];
            if (sign is '(' or '[') nested++;
            if (sign is ')' or ']') nested--;
            if (sign == '}') inType.Pop();
            var ends = sign is ';' or '}' && inType.Peek() && nested == 0;
            if (ends && MethodIn(code, start, at) is { } method) yield return method;
            if (ends) start = at + 1;
            if (sign != '{') continue;
            inType.Push(inType.Peek() && nested == 0 && TypeName().IsMatch(code[start..at]));
            if (inType.Peek()) start = at + 1;
        }

        if (inType.Count != 1 || nested != 0)
            throw new FormatException($"brackets do not match after line {1 + code.AsSpan(0, start).Count('\n')}");
    }

    /// <summary>The names of the types a file declares.</summary>
    public static IEnumerable<string> Types(string text) =>
        TypeName().Matches(WithoutLiterals(text)).Select(match => match.Groups["name"].Value);

    private static Method? MethodIn(string code, int start, int end)
    {
        var signature = Signature().Match(code[start..end]);
        if (!signature.Success || TypeName().IsMatch(signature.Value)) return null;
        var first = start + signature.Groups["start"].Index;
        return new(
            signature.Groups["name"].Value.Trim(), 1 + code.AsSpan(0, first).Count('\n'), 1 + code.AsSpan(first, end - first).Count('\n'));
    }

    // comments; raw, verbatim, interpolated and ordinary strings; characters
    [GeneratedRegex("""
        (?sx) //[^\n]* | /\*.*?\*/ | [$]*("{3,}).*?\1 | [$]*@[$]*"(?:[^"]|"")*"
            | [$]"(?:\{\{|\}\}|\\.|[^"{}\\\n]|\{(?:[^{}"]|"(?:\\.|[^"\\\n])*"|\{[^{}]*\})+\})*"
            | [$]?"(?:\\.|[^"\\\n])*" | '(?:\\.[^']*|[^'\\\n])'
        """)]
    private static partial Regex Literal();

    [GeneratedRegex(@"[^\n]")]
    private static partial Regex NotNewline();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>[A-Za-z_]\w*)")]
    private static partial Regex TypeName();

    // attributes first, then modifiers, type and name without an equals sign, then the parameter list
    [GeneratedRegex(
        @"^\s*(?:\[(?:[^\[\]]|\[[^\]]*\])*\]\s*)*(?<start>[^\s\[(={;][^(={;]*?|[^({;]*\boperator\s)(?<name>\w+|\W+)\s*(?:<[^(>]*>\s*)?\(")]
    private static partial Regex Signature();
}
