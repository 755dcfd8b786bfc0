package dev.muster.sip.turn;

import java.time.Duration;
import java.util.List;

/// What a browser needs to use a TURN server.
///
/// @param urls where it is, such as `turn:turn.example.org:3478?transport=udp`
/// @param lifetime how long new ways through it can be opened; one that is open stays
public record Ticket(List<String> urls, String username, String credential, Duration lifetime) {
    public Ticket {
        urls = List.copyOf(urls);
    }

    /// Not what opens it.
    @Override
    public String toString() {
        return "a ticket for " + urls;
    }
}
