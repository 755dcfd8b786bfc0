package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.sip.Coturn;
import dev.muster.it.sip.Sipp;
import dev.muster.nostr.client.FreePort;
import dev.muster.sip.turn.Ticket;
import dev.muster.sip.turn.Tickets;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ana is in a network that lets nothing through but to a TURN server that others wrote, and has a ticket for it.
@NeedsChromium
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(300)
class TurnTest {
    private static final String SECRET = "a-long-random-secret";
    private static final String REFUSED = "401";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    private final NodePeer library;
    private final int trunk = FreePort.any();
    private final String url = "turn:127.0.0.1:" + FreePort.any();
    private Coturn coturn;
    private CallingHouse house;

    TurnTest(NodePeer library) throws IOException {
        this.library = library;
    }

    @BeforeEach
    void open() throws Exception {
        Optional<String> missing = Coturn.missing().or(Sipp::missing);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        coturn = Coturn.start(
                Files.createDirectory(folder.resolve("coturn")),
                Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)),
                SECRET);
        house = CallingHouse.open(
                folder,
                Browser.Kind.CHROMIUM,
                "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                "sip.trunk.check=false",
                "sip.agent.port=" + FreePort.any(),
                "sip.turn.urls=" + url,
                "sip.turn.secret=" + SECRET);
    }

    @AfterEach
    void close() {
        if (house != null) house.close();
        if (coturn != null) coturn.close();
    }

    /// What a program is told that asks with a token.
    private JsonNode servers() throws IOException, InterruptedException {
        String token = house.house()
                .says("access", "create", "page", "--opens", "pstn")
                .strip();
        var request = HttpRequest.newBuilder(house.house().calls().resolve("/v1/turn"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                    .path("iceServers");
        }
    }

    /// As the bridge makes them, good for as long as that.
    private JsonNode ticket(String secret, Duration left) {
        Ticket ticket = new Tickets(secret, List.of(url), 1, () -> Instant.now().plus(left))
                .issue("ana")
                .orElseThrow();
        return JSON.valueToTree(List.of(
                Map.of("urls", ticket.urls(), "username", ticket.username(), "credential", ticket.credential())));
    }

    private NostrPhone ana(JsonNode servers) {
        return NostrPhone.by(
                "{ iceTransportPolicy: 'relay', iceServers: " + servers + " }",
                library,
                house.house(),
                house.key(),
                house.browser());
    }

    @Test
    void sip_T1_V3_ourTicketLetsHerOutAndNobodyIsToldWhereSheIs() throws Exception {
        try (NostrPhone ana = ana(servers());
                Sipp telephone = Sipp.picksUp(Files.createDirectory(folder.resolve("sipp")), trunk, FreePort.any())) {
            ana.calls(CallingHouse.ANYBODY);
            ana.hears(NostrPhone.WHISTLE);
            assertThat(ana.refusal()).isEmpty();
            assertThat(telephone.said()).contains("INVITE");
            assertThat(coturn.said()).contains("incoming packet ALLOCATE processed, success");
            assertThat(ana.way()).isEqualTo("relay");
        }
    }

    @Test
    void sip_T1_aCallOutlivesItsTicket() throws Exception {
        // The bridge's are good for ten minutes: this one for twenty seconds, in which she has got through.
        Instant over = Instant.now().plusSeconds(20);
        try (NostrPhone ana = ana(ticket(SECRET, Duration.ofSeconds(20).minus(Duration.ofMinutes(10))));
                Sipp telephone = Sipp.picksUp(Files.createDirectory(folder.resolve("sipp")), trunk, FreePort.any())) {
            ana.calls(CallingHouse.ANYBODY);
            ana.hears(NostrPhone.WHISTLE);
            Await.until(Instant::now, now -> now.isAfter(over));
            ana.hears(NostrPhone.WHISTLE);
            assertThat(telephone.said()).doesNotContain("\nBYE sip:");
        }
    }

    @Test
    void sip_T1_whatIsExpiredOrForgedIsRefused() {
        Duration longAgo = Duration.ofHours(-1);
        try (NostrPhone ana = ana(ticket(SECRET, longAgo))) {
            ana.described("pc.createOffer()");
            Await.until(ana::refusal, REFUSED::equals);
        }
        try (NostrPhone ana = ana(ticket("another secret", Duration.ZERO))) {
            ana.described("pc.createOffer()");
            Await.until(ana::refusal, REFUSED::equals);
        }
    }
}
