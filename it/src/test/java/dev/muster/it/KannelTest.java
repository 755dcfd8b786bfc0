package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.kit.http.HttpServer;
import dev.muster.kit.http.Routes;
import dev.muster.kit.http.Serving;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Incoming.Receipt;
import dev.muster.sms.carrier.Incoming.Said;
import dev.muster.sms.carrier.Incoming.State;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.carrier.http.Dialect;
import dev.muster.sms.carrier.http.HttpCarrier;
import dev.muster.sms.carrier.http.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way: our bridge, Kannel over HTTP, an SMSC over SMPP, and back.
@Timeout(180)
@NeedsNode(NodeScript.SMSC)
class KannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = "s3cret-s3cret-s3cret";
    private static final String FROM = "+12025550199";
    private static final PhoneNumber TO = new PhoneNumber("+12025550123");
    private static final String LONG = "Sraz u mostu ✊🏽 přijď včas! 👩🏽‍🚒 ".repeat(6);

    private final Queue<Incoming> heard = new ConcurrentLinkedQueue<>();
    private final Routes routes = new Routes();

    @TempDir
    private Path folder;

    private HttpServer server;
    private Smsc smsc;
    private Kannel kannel;
    private HttpCarrier carrier;

    @BeforeAll
    static void needsKannel() {
        assumeTrue(Kannel.missing().isEmpty(), () -> Kannel.missing().orElseThrow());
    }

    @BeforeEach
    void connect(NodePeer node) throws IOException {
        server = serve(0);
        int port = port();
        smsc = Smsc.start(node);
        URI ours = URI.create("http://127.0.0.1:" + port);
        kannel = new Kannel(folder, smsc.port(), ours.resolve("/v1/webhooks/sms/http/" + SECRET + "/mo"));
        var config = new HttpConfig(
                Dialect.KANNEL,
                Optional.of(kannel.address()),
                Kannel.USERNAME,
                Kannel.PASSWORD,
                "",
                HttpConfig.DEFAULT.body(),
                "id",
                Optional.of(ours),
                SECRET,
                HttpConfig.DEFAULT.allowedAddresses(),
                List.of(),
                "",
                Duration.ofMinutes(5),
                "",
                "",
                LineConfig.DEFAULT);
        carrier = new HttpCarrier(config, InstantSource.system());
        carrier.on(routes);
        carrier.start(heard::add);
        Await.until(() -> smsc.count("sessions"), sessions -> sessions == 1);
    }

    @AfterEach
    void disconnect() {
        carrier.close();
        kannel.close();
        server.close();
    }

    private HttpServer serve(int port) throws IOException {
        return new HttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Serving.DEFAULT, routes);
    }

    private int port() {
        return ((InetSocketAddress) server.address()).getPort();
    }

    private void send(String id, String text) throws InterruptedException {
        assertThat(carrier.send(Outgoing.text(id, FROM, TO, text, Duration.ofHours(4)), PATIENCE))
                .isEqualTo(new Answer.Accepted(List.of()));
    }

    private List<Said> said() {
        return Await.until(
                () -> heard.stream()
                        .filter(Said.class::isInstance)
                        .map(Said.class::cast)
                        .toList(),
                said -> !said.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"DELIVRD, DELIVERED, ''", "UNDELIV, FAILED, UNDELIV 045", "EXPIRED, EXPIRED, EXPIRED 045"})
    void sms_R34_aTextGoesOutAndItsReceiptComesBack(String stat, State state, String code) throws Exception {
        smsc.behave(Map.of("receipts", stat));
        send("m1", "See you @ ten, bring 5 €");
        Smsc.Text text = smsc.text();
        assertThat(text.text()).isEqualTo("See you @ ten, bring 5 €");
        assertThat(text.to()).isEqualTo("12025550123");
        Await.until(
                () -> List.copyOf(heard),
                all -> all.contains(new Receipt("http", Optional.of("m1"), List.of(), state, code, Optional.empty())));
    }

    @Test
    void sms_R6_longTextsAndEmojiArriveAndComeAsTheyWere() throws Exception {
        send("m1", LONG);
        assertThat(smsc.text().text()).isEqualTo(LONG);
        smsc.say("12025550123", "12025550199", LONG);
        assertThat(said()).hasSize(1).first().satisfies(said -> {
            assertThat(said.text()).isEqualTo(LONG);
            assertThat(said.from()).isEqualTo("+12025550123");
            assertThat(said.to()).isEqualTo(FROM);
        });
    }

    @Test
    void sms_R12_stopIsHeardThoughNobodyWasThereWhenItCame() throws Exception {
        int port = port();
        server.close();
        smsc.say("12025550123", "12025550199", "STOP");
        Await.until(() -> smsc.count("waiting"), waiting -> waiting == 0);
        assertThat(heard).isEmpty();
        server = serve(port);
        assertThat(said()).extracting(Said::text).containsExactly("STOP");
    }
}
