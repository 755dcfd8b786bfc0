package dev.muster.sip.room;

import java.util.List;

/// Who is in a room, as its members are shown.
///
/// @param version changes whenever anything of it does
public record Roster(long version, String title, List<Entry> members) {
    /// One of them.
    ///
    /// @param id by which who leads mutes and removes them
    public record Entry(String id, String name, boolean isTelephone, boolean leads, boolean isMuted) {}
}
