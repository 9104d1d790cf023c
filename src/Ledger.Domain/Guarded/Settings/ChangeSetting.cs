using System.Globalization;
using Ledger.Domain.CustodyEvents;
using Ledger.Domain.LedgerEvents;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Domain.Guarded.Settings;

/// <summary>
/// Sets a threshold or other number from a moment on, which must not lie in the past: rules are not changed behind
/// anyone's back.
/// </summary>
public sealed record ChangeSetting(CommandId Id, string Name, decimal Value, Instant EffectiveFrom)
{
    /// <summary>
    /// How far ahead of the decision a change takes effect at the earliest: nodes' clocks differ, and an append takes up to 10 s.
    /// </summary>
    public static readonly Duration Lead = Duration.FromMinutes(1);

    public static ChangeSetting Read(Fields fields) => new(
        fields.CommandId(), fields.Pattern("name", text => IdForm.IsName(text), IdForm.NameForm, required: true) ?? "",
        fields.Number("value", -999_999_999, 999_999_999, decimals: 6, required: true) ?? 0,
        fields.Time("effectiveFrom", required: true)?.ToInstant() ?? default);

    /// <param name="now">When it is decided.</param>
    public static Decision Decide(ChangeSetting command, DatedSettings settings, Instant now)
    {
        if (settings.Done.Contains(command.Id)) return Decision.AlreadyDone;
        if (SettingCatalogue.Find(command.Name) is not { } setting)
            return Decision.Reject("setting-unknown", $"there is no setting {command.Name}");
        if (!setting.Allows(command.Value))
            return Decision.Reject("setting-out-of-bounds", string.Create(CultureInfo.InvariantCulture,
                $"{setting.Name} is a number from {setting.Least} to {setting.Most} with at most {setting.Decimals} decimals"));
        return command.EffectiveFrom < now + Lead
            ? Decision.Reject("setting-before-recorded", "a setting cannot take effect before it is recorded: a minute from now at least")
            : Decision.Append(new SettingChanged(command.Id, command.Name, command.Value, command.EffectiveFrom));
    }
}
