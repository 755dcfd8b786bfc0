package dev.muster.sip.room;

import java.util.Optional;

/// How rooms are found and how many there may be.
///
/// @param dialIn the number that one calls to come in by telephone, such as +420222333444; empty if there is none
/// @param mostRooms that are known at a time, also those of sessions that haven't begun
/// @param mostMembers in one room
public record RoomsConfig(Optional<String> dialIn, int mostRooms, int mostMembers) {
    public static final RoomsConfig DEFAULT = new RoomsConfig(Optional.empty(), 500, 50);

    public RoomsConfig {
        dialIn.filter(number -> !number.matches("\\+[1-9]\\d{5,14}")).ifPresent(_ -> {
            throw new IllegalArgumentException("dialIn: a number such as +420222333444");
        });
        // As many as three digits can tell apart, with some left so that a free one is found soon.
        if (mostRooms < 1 || mostRooms > 800) throw new IllegalArgumentException("mostRooms: from 1 to 800");
        if (mostMembers < 2 || mostMembers > 500) throw new IllegalArgumentException("mostMembers: from 2 to 500");
    }
}
