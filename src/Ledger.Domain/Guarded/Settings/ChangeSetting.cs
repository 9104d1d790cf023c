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
    public static ChangeSetting Read(Fields fields) => new(
        fields.CommandId(), fields.Pattern("name", text => IdForm.IsName(text), IdForm.NameForm, required: true) ?? "",
        fields.Number("value", -999_999_999, 999_999_999, decimals: 6, required: true) ?? 0,
        fields.Time("effectiveFrom", required: true)?.ToInstant() ?? default);

    /// <param name="now">The record time it would get.</param>
    public static Decision Decide(ChangeSetting command, DatedSettings settings, Instant now)
    {
        if (settings.Done.Contains(command.Id)) return Decision.AlreadyDone;
        return command.EffectiveFrom < now
            ? Decision.Reject("setting-before-recorded", "a setting cannot take effect before it is recorded")
            : Decision.Append(new SettingChanged(command.Id, command.Name, command.Value, command.EffectiveFrom));
    }
}
