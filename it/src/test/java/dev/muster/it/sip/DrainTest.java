package dev.muster.it.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.it.Await;
import dev.muster.it.House;
import dev.muster.nostr.client.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The bridge is told to stop while somebody talks.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DrainTest {
    private static final String ROOMS = "+12025550101";

    @TempDir
    private Path folder;

    private final List<Sipp> telephones = new ArrayList<>();

    @Test
    void sip_O1_whoTalksMayGoOnForAWhileAndNobodyElseComesIn() throws Exception {
        assumeTrue(Sipp.missing().isEmpty(), Sipp.missing().orElse(""));
        int trunk = FreePort.any();
        int agent = FreePort.any();
        try (House house = House.in(
                        Files.createDirectory(folder.resolve("house")),
                        House.SOON_READY,
                        "sip.trunk.uri=sip:127.0.0.1:" + trunk,
                        "sip.trunk.check=false",
                        "sip.agent.port=" + agent,
                        "sip.drain=8 s",
                        "sip.numbers=" + ROOMS + "=rooms");
                HttpClient http = HttpClient.newHttpClient()) {
            house.relay().start();
            house.telephones().start();
            Sipp stays = with(calls("stays.xml", trunk, agent));
            Await.until(() -> stays.hasSaid("\nACK sip:"), isSaid -> isSaid);
            assertThat(get(http, house, "/healthz/trunk1").statusCode()).isEqualTo(200);
            assertThat(get(http, house, "/healthz/another").statusCode()).isEqualTo(503);
            assertThat(get(http, house, "/metrics").body()).contains("\nmuster_sip_calls 1.0\n");

            Thread stopping = Thread.ofVirtual().start(() -> {
                try {
                    house.telephones().stop();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Await.until(() -> logs(house), logs -> logs.contains("waits for 1 calls to end"));
            with(calls("waits.xml", FreePort.any(), agent)).end();
            stays.end();
            stopping.join();
        }
    }

    private Sipp calls(String scenario, int port, int agent) throws IOException {
        return Sipp.calls(
                scenario, Files.createDirectory(folder.resolve(scenario + ".d")), port, FreePort.any(), agent, ROOMS);
    }

    private Sipp with(Sipp telephone) {
        telephones.add(telephone);
        return telephone;
    }

    @AfterEach
    void close() {
        telephones.forEach(Sipp::close);
    }

    private static String logs(House house) {
        try {
            return house.logs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(HttpClient http, House house, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(house.calls().resolve(path)).build(), BodyHandlers.ofString());
    }
}
