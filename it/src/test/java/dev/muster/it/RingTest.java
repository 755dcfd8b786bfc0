package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Call.Dialect;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// The life of a call, with nostr-tools for the people and relay and bot as processes.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RingTest {
    private static final Duration SHORT = Duration.ofSeconds(4);

    private final NodePeer library;
    private final List<Person> people = new ArrayList<>();
    private Exchange exchange;
    private Person carl;
    private Person bea;
    private Phone iPhone;
    private Phone android;

    RingTest(NodePeer library) {
        this.library = library;
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        exchange = new Exchange(library, folder);
    }

    @AfterAll
    void close() {
        exchange.close();
    }

    @BeforeEach
    void beaHasTwoPhones() throws Exception {
        carl = come();
        bea = come();
        iPhone = exchange.iPhone("iphone");
        android = exchange.android("android");
        bea.lets(carl).has(iPhone).has(android);
    }

    @AfterEach
    void leave() {
        people.forEach(Person::close);
        people.clear();
    }

    private Person come() {
        Person person = exchange.person();
        people.add(person);
        return person;
    }

    /// Carl calls, and both phones ring.
    private Call rings(Dialect dialect) throws IOException {
        Call call = Call.from(carl, bea, dialect);
        call.offer();
        rings(call);
        return call;
    }

    private void rings(Call call) {
        Await.until(() -> iPhone.rings(call), rings -> !rings.isEmpty());
        Await.until(() -> android.rings(call), rings -> !rings.isEmpty());
        Await.until(call::told, told -> told.contains("ringing"));
    }

    private static void isTold(Call call, String word) {
        assertThat(Await.until(call::told, told -> told.contains(word)))
                .filteredOn(word::equals)
                .hasSize(1);
    }

    private static void stops(Phone phone, Call call, String reason) {
        assertThat(Await.until(() -> phone.cancels(call), reasons -> !reasons.isEmpty()))
                .containsExactly(reason);
    }

    /// Whatever came of it, each phone rang for it once.
    private void rangOnce(Call call) {
        assertThat(iPhone.rings(call)).hasSize(1);
        assertThat(android.rings(call)).hasSize(1);
        assertThat(iPhone.rings())
                .noneMatch(push -> push.path("type").asString("").equals("call_cancelled"));
    }

    @ParameterizedTest
    @EnumSource
    void push_R34_answeredOnOnePhoneStopsTheOtherUnseen(Dialect dialect) throws Exception {
        Call call = rings(dialect);

        call.answer(android);

        stops(iPhone, call, "answered_elsewhere");
        isTold(call, "answered");
        assertThat(android.cancels(call)).isEmpty();
        rangOnce(call);
        assertThat(bea.missed(call)).isEmpty();
        call.cancel();
    }

    @Test
    void C2_aPhoneThatWasRegisteredInSignedEventsRings() throws Exception {
        Phone tablet = exchange.iPhone("tablet");
        bea.publishes(tablet);

        Call call = rings(Dialect.NIP_AC);

        Await.until(() -> tablet.rings(call), rings -> !rings.isEmpty());
        call.decline(android);
        stops(tablet, call, "declined");
    }

    @Test
    void C5_CtrlCHangsUp() throws Exception {
        try (MusterCommand.Underway ring = carl.begins("ring", npub(bea), "--wait")) {
            Await.until(ring::out, out -> out.contains("ringing"));
            Await.until(android::rings, rings -> rings.size() == 1);
            ring.interrupt();

            MusterCommand.Run ended = ring.end();
            assertThat(ended.out()).contains(npub(bea) + "  cancelled");
            assertThat(ended.err()).contains("hung up");
            assertThat(ended.exitCode()).isNotZero();
        }
        JsonNode over =
                Await.until(android::unseen, unseen -> !unseen.isEmpty()).getFirst();
        assertThat(over.path("type").asString("")).isEqualTo("call_cancelled");
        assertThat(over.path("reason").asString("")).isEqualTo("cancelled");
    }

    private static String npub(Person person) {
        return new Npub(person.key().publicKey()).encode();
    }

    @ParameterizedTest
    @EnumSource
    void C5_aDeclineReachesTheCallerAndStopsTheOtherPhone(Dialect dialect) throws Exception {
        Call call = rings(dialect);

        call.decline(iPhone);

        isTold(call, "rejected");
        stops(android, call, "declined");
        assertThat(iPhone.cancels(call)).isEmpty();
        assertThat(bea.missed(call)).isEmpty();
        rangOnce(call);
    }

    @ParameterizedTest
    @EnumSource
    void C5_whoHangsUpStopsBothAndLeavesOneLetter(Dialect dialect) throws Exception {
        Call call = rings(dialect);

        call.cancel();

        stops(iPhone, call, "cancelled");
        stops(android, call, "cancelled");
        missedOnce(call);
        rangOnce(call);
        assertThat(call.told()).doesNotContain("timeout", "rejected");
    }

    private void missedOnce(Call call) {
        Await.until(() -> bea.missed(call).count(), count -> count > 0);
        Await.until(iPhone::notes, notes -> !notes.isEmpty());
        assertThat(bea.missed(call)).hasSize(1);
        assertThat(iPhone.notes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void C5_busyReachesTheCaller(Dialect dialect) throws Exception {
        Call call = rings(dialect);

        call.busy(iPhone);

        isTold(call, "busy");
        stops(android, call, "busy");
        rangOnce(call);
    }

    @ParameterizedTest
    @EnumSource
    void C5_whoIsOnACallIsBusyForTheNext(Dialect dialect) throws Exception {
        Call call = rings(dialect);
        call.answer(android);
        isTold(call, "answered");

        Call next = Call.from(carl, bea, dialect);
        next.offer();

        isTold(next, "busy");
        missedOnce(next);
        assertThat(iPhone.rings(next)).isEmpty();
        assertThat(android.rings(next)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void C5_whatNobodyTakesIsMissedOnce(Dialect dialect) throws Exception {
        Call call = Call.from(carl, bea, dialect);
        call.offer(SHORT, true);
        rings(call);

        isTold(call, "timeout");
        stops(iPhone, call, "missed");
        stops(android, call, "missed");
        missedOnce(call);
        rangOnce(call);
        assertThat(CallBundle.of(iPhone.rings(call).getFirst()).hasVideo()).isTrue();
    }

    /// What CallBundle's app does on Android while it isn't running.
    @Test
    void B8_aKilledAppDeclinesWithItsPassAndRenewsItWhereItOpensNothing() throws Exception {
        JsonNode pass = bea.registers(android, Map.of());
        String url = pass.path("rings").asString("");
        assertThat(url).isEqualTo(exchange.house().pages() + "/v1/rings/{callId}");
        Call call = rings(Dialect.BUILDIT);
        String path = "/v1/rings/" + call.id() + "/reject";

        assertThat(rejects(path, "a pass of long ago").statusCode()).isEqualTo(401);
        JsonNode refresh =
                Exchange.json(Map.of("refreshToken", pass.path("refreshToken").asString("")));
        HttpResponse<String> renewed =
                exchange.ask("POST", "/v1/token/refresh", Optional.empty(), Optional.of(refresh));
        assertThat(renewed.statusCode()).isEqualTo(200);
        JsonNode data = Exchange.json(renewed.body()).path("data");
        assertThat(data.path("refreshToken").asString("")).isNotBlank();
        assertThat(rejects(path, data.path("accessToken").asString("")).statusCode())
                .isEqualTo(200);

        isTold(call, "rejected");
        stops(iPhone, call, "declined");
        assertThat(android.cancels(call)).isEmpty();
        assertThat(rejects(path, data.path("accessToken").asString("")).statusCode())
                .as("asked once more")
                .isEqualTo(200);
        Call others = Call.from(carl, come(), Dialect.BUILDIT);
        others.offer();
        assertThat(rejects(
                                "/v1/rings/" + others.id() + "/reject",
                                data.path("accessToken").asString(""))
                        .statusCode())
                .as("somebody else's call")
                .isEqualTo(404);
    }

    private HttpResponse<String> rejects(String path, String pass) throws Exception {
        return exchange.ask("PUT", path, Optional.of("Bearer " + pass), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"camel, true", "camel, false", "snake, true", "snake, false", "seed003, true", "seed003, false"})
    void B8_callBundleReadsEveryStyle(String style, boolean hasVideo) throws Exception {
        Phone phone = exchange.iPhone("styled");
        var wishes = Map.of("showName", "petname", "petnames", Map.of(carl.hex(), "Karel Čapek"));
        bea.lets(carl, wishes).has(phone, Map.of("style", style));
        Call call = Call.from(carl, bea, Dialect.BUILDIT);
        call.offer(Duration.ofSeconds(30), hasVideo);

        JsonNode payload =
                Await.until(() -> phone.rings(call), rings -> !rings.isEmpty()).getFirst();

        CallBundle shown = CallBundle.of(payload);
        assertThat(shown.isKnownByItsId()).isTrue();
        assertThat(shown.callerName()).isEqualTo("Karel Čapek");
        assertThat(shown.handle()).startsWith("npub1");
        assertThat(shown.hasVideo()).isEqualTo(hasVideo);
        assertThat(payload.has("caller_name")).isEqualTo(style.equals("snake"));
        assertThat(payload.path("voip").asBoolean(false)).isEqualTo(style.equals("seed003"));
        call.cancel();
    }

    /// A device with a key of its own: only it reads who calls.
    @ParameterizedTest
    @CsvSource({"camel", "snake", "seed003"})
    void push_R36_whatIsSealedForAPhoneOpensWithNostrTools(String style) throws Exception {
        Person device = come();
        Phone phone = exchange.iPhone("sealed");
        var wishes = Map.of("petnames", Map.of(carl.hex(), "Karel Čapek"));
        bea.lets(carl, wishes).has(phone, Map.of("style", style, "enc", device.hex()));
        Call call = rings(Dialect.BUILDIT);

        JsonNode payload =
                Await.until(() -> phone.rings(call), rings -> !rings.isEmpty()).getFirst();

        CallBundle outside = CallBundle.of(payload);
        assertThat(outside.callId()).isEqualTo(call.id());
        assertThat(outside.callerName()).isEqualTo("Incoming call");
        assertThat(outside.handle()).isEqualTo(call.id());
        String opened = exchange.computing()
                .text(
                        "decrypt",
                        device.key().hex(),
                        exchange.house().botKey().hex(),
                        payload.path("e").asString(""));
        CallBundle inside = CallBundle.of(Exchange.json(opened));
        assertThat(inside.callId()).isEqualTo(call.id());
        assertThat(inside.callerName()).isEqualTo("Karel Čapek");
        assertThat(inside.handle()).startsWith("npub1");
        call.cancel();
    }
}
