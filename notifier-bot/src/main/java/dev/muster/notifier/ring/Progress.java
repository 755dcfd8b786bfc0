package dev.muster.notifier.ring;

/// How far the pushes of a ring have come.
///
/// @param devices how many were to be woken
/// @param taken for how many of them a gateway has it
/// @param ended for how many it is decided
public record Progress(int devices, int taken, int ended) {
    /// Nothing was sent.
    static final Progress NONE = of(0);

    /// So many were sent.
    static Progress of(int devices) {
        return new Progress(devices, 0, 0);
    }

    Progress endedAt(boolean isTaken) {
        return new Progress(devices, taken + (isTaken ? 1 : 0), ended + 1);
    }

    /// Whether every device has it, or won't get it.
    boolean isDecided() {
        return ended >= devices;
    }
}
