package dev.muster.sip.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final String URL = "turn:turn.example.org:3478?transport=udp";

    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private final Tickets tickets = new Tickets("north", List.of(URL), 3, () -> now);

    /// The figure was made with `openssl dgst -sha1 -hmac north -binary | base64`.
    @Test
    void sip_T1_theCredentialIsWhatTheServerWorksOut() {
        Ticket ticket = tickets.issue("a1b2c3d4").orElseThrow();
        assertThat(ticket.username()).isEqualTo("1800000600:a1b2c3d4");
        assertThat(ticket.credential()).isEqualTo("8cqrI7FwefBX2GNQvt9I8iW1YoA=");
        assertThat(ticket.lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ticket.urls()).containsExactly(URL);
    }

    @Test
    void sip_T1_nobodyGetsMoreThanTheirShare() {
        for (int i = 0; i < 3; i++) assertThat(tickets.issue("a1b2c3d4")).isPresent();
        assertThat(tickets.issue("a1b2c3d4")).isEmpty();
        assertThat(tickets.issue("d4c3b2a1")).as("others get theirs").isPresent();
        now = now.plusSeconds(60);
        assertThat(tickets.issue("a1b2c3d4")).isPresent();
    }

    @Test
    void aTicketIsNotTold() {
        Ticket ticket = tickets.issue("a1b2c3d4").orElseThrow();
        assertThat(ticket.toString()).doesNotContain(ticket.credential());
    }
}
