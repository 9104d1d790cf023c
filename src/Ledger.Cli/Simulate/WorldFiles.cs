using System.Text.Json;
using Ledger.Domain.Values;
using Ledger.Simulation;
using NodaTime.Text;

namespace Ledger.Cli.Simulate;

/// <summary>A world as files.</summary>
internal static class WorldFiles
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>
    /// What the registers know, a line each: <c>{postedBy, path, command}</c>; then a line a posting, in the order of arrival:
    /// <c>{postedBy, postedAt, event}</c>.
    /// </summary>
    public static async Task<int> WritePostingsAsync(FileInfo file, World world, CancellationToken cancellation)
    {
        await using var stream = Create(file);
        foreach (var entry in world.Registrations) WriteLine(stream, entry.PostedBy, ("path", entry.Path), ("command", entry.Json));
        foreach (var posting in world.Postings)
        {
            WriteLine(stream, posting.PostedBy, ("postedAt", InstantPattern.ExtendedIso.Format(posting.PostedAt)), ("event", posting.Json));
            cancellation.ThrowIfCancellationRequested();
        }

        await Console.Error.WriteLineAsync(
            $"{world.Registrations.Count} registrations and {world.Postings.Count} postings written to {file.Name}");
        return 0;
    }

    private static void WriteLine(
        FileStream stream, PartyId postedBy, (string Name, string Text) how, (string Name, ReadOnlyMemory<byte> Json) what)
    {
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("postedBy", postedBy.Value);
            writer.WriteString(how.Name, how.Text);
            writer.WritePropertyName(what.Name);
            writer.WriteRawValue(what.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>What really happened: <c>{frauds, typingErrors, numbersTyped, dryMg, metalMg}</c>.</summary>
    public static async Task WriteTruthAsync(FileInfo file, World world, CancellationToken cancellation)
    {
        await using var stream = Create(file);
        await using var writer = new Utf8JsonWriter(stream, Indented);
        var truth = world.Truth;
        writer.WriteStartObject();
        writer.WriteStartArray("frauds");
        foreach (var fraud in truth.Frauds) Write(writer, fraud);
        writer.WriteEndArray();
        writer.WriteStartArray("typingErrors");
        foreach (var error in truth.TypingErrors) Write(writer, error);
        writer.WriteEndArray();
        writer.WriteNumber("numbersTyped", truth.NumbersTyped);
        Write(writer, "dryMg", truth.Dry);
        Write(writer, "metalMg", truth.Metal);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellation);
    }

    private static void Write(Utf8JsonWriter writer, PlantedFraud fraud)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", fraud.Kind);
        writer.WriteString("date", LocalDatePattern.Iso.Format(fraud.Date));
        writer.WriteString("place", fraud.Place);
        writer.WriteNumber("strengthKg", fraud.StrengthKg);
        Write(writer, "subjects", fraud.Subjects);
        Write(writer, "custodyEvents", fraud.CustodyEvents.Select(id => id.ToString()));
        Write(writer, "expectedRules", fraud.ExpectedRules);
        if (fraud.Months.Count > 0) WriteDegrees(writer, fraud);
        writer.WriteEndObject();
    }

    private static void WriteDegrees(Utf8JsonWriter writer, PlantedFraud fraud)
    {
        Write(writer, "holders", fraud.Holders.Select(holder => holder.Value));
        writer.WriteStartArray("months");
        foreach (var month in fraud.Months)
        {
            writer.WriteStartObject();
            writer.WriteString("month", YearMonthPattern.Iso.Format(month.Month));
            writer.WriteNumber("kg", month.Kg);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, TypingError error)
    {
        writer.WriteStartObject();
        writer.WriteString("custodyEvent", error.CustodyEvent.ToString());
        writer.WriteString("field", error.Field);
        writer.WriteString("meant", error.Meant);
        writer.WriteString("typed", error.Typed);
        if (error.Correction is { } correction) writer.WriteString("correction", correction.ToString());
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, TrueMass mass)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("mined", mass.MinedMg);
        writer.WriteNumber("smuggled", mass.SmuggledMg);
        writer.WriteNumber("lost", mass.LostMg);
        writer.WriteNumber("diverted", mass.DivertedMg);
        writer.WriteNumber("smelted", mass.SmeltedMg);
        writer.WriteNumber("held", mass.HeldMg);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static FileStream Create(FileInfo file)
    {
        try
        {
            return file.Create();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot write {file.FullName}: {failure.Message}", failure);
        }
    }
}
