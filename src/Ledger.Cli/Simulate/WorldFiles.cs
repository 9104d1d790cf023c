using System.Text.Json;
using Ledger.Simulation;
using NodaTime.Text;

namespace Ledger.Cli.Simulate;

/// <summary>A world as files.</summary>
internal static class WorldFiles
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    /// <summary>One line a posting, in the order of arrival: <c>{postedBy, postedAt, event}</c>.</summary>
    public static async Task<int> WritePostingsAsync(FileInfo file, World world, CancellationToken cancellation)
    {
        await using var stream = Create(file);
        foreach (var posting in world.Postings)
        {
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                writer.WriteString("postedBy", posting.PostedBy.Value);
                writer.WriteString("postedAt", InstantPattern.ExtendedIso.Format(posting.PostedAt));
                writer.WritePropertyName("event");
                writer.WriteRawValue(posting.Json.Span, skipInputValidation: true);
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
            cancellation.ThrowIfCancellationRequested();
        }

        await Console.Error.WriteLineAsync($"{world.Postings.Count} postings written to {file.Name}");
        return 0;
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
        writer.WriteEndObject();
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
