package dev.muster.notifier.device;

/// The section `[notifier.devices]` of `muster.toml`.
///
/// @param perPerson how many ways to wake them one person may have registered
/// @param changesPerHour how often one person may register or change something within an hour
public record DevicesConfig(int perPerson, int changesPerHour) {
    public static final DevicesConfig DEFAULT = new DevicesConfig(20, 60);

    public DevicesConfig {
        if (perPerson < 1) throw new IllegalArgumentException("per_person: at least 1");
        if (changesPerHour < 1) throw new IllegalArgumentException("changes_per_hour: at least 1");
    }
}
