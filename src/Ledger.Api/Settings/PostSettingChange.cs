using Ledger.Api.Guarded;
using Ledger.Domain.Guarded.Settings;
using Ledger.Domain.Values;
using NodaTime;

namespace Ledger.Api.Settings;

/// <summary>POST /v1/setting-changes: a number rules go by is another from a moment on.</summary>
internal static class PostSettingChange
{
    public static readonly CommandKind<ChangeSetting, DatedSettings> Kind = new(
        "change-setting", new(DatedSettings.Empty, DatedSettings.Fold), (fields, _) => ChangeSetting.Read(fields), command => command.Id,
        _ => StreamName.Settings,
        (command, settings) => ChangeSetting.Decide(command, settings, SystemClock.Instance.GetCurrentInstant()),
        command => SettingEndpoints.AddressOf(command.Name));
}
