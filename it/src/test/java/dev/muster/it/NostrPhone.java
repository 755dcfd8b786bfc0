package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.it.Browser.Tab;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody's client that calls telephones and is called by them: nostr-tools signals, a browser whistles at
/// 1000 Hz and listens.
final class NostrPhone implements AutoCloseable {
    static final int PSTN_INBOUND = 24_380;
    static final int PSTN_BRIDGE = 24_382;
    static final int PSTN_CREDITS = 24_383;
    static final int HOLD = 24_307;
    static final int RESUME = 24_308;

    static final int WHISTLE = 1000;

    /// What is heard that loudly is whistled, in dB of full scale.
    private static final int LOUD = -50;

    private static final JsonMapper JSON = JsonMapper.shared();

    /// It is ready once it has a voice.
    private static final String PHONE = """
        window.pick = async (config) => {
          const stream = await whistle();
          const pc = new RTCPeerConnection(config);
          window.refusal = "";
          pc.onicecandidateerror = (event) => { window.refusal = event.errorCode; };
          window.level = () => -200;
          pc.ontrack = (event) => listen(event.streams[0] ?? new MediaStream([event.track]));
          stream.getTracks().forEach((track) => pc.addTrack(track, stream));
          window.sdp = "";
          window.pc = pc;
        }\
        """;

    private final NodePeer library;
    private final House house;
    private final SecretKey key;
    private final Tab tab;
    private final List<JsonNode> heard = new ArrayList<>();
    private NodeClient client;

    /// @param servers what the browser is told of TURN servers, such as `{iceServers: []}`
    private NostrPhone(NodePeer library, House house, SecretKey key, Browser browser, String servers) {
        this.library = library;
        this.house = house;
        this.key = key;
        client = connected();
        client.publish(
                Kind.INBOX_RELAYS, Tags.NONE.with("relay", house.relayUrl().toString()), "");
        tab = browser.newcomer();
        tab.open(house.calls().resolve("/healthz"));
        tab.evaluate(browser.sound());
        tab.evaluate(PHONE);
        tab.evaluate("pick(" + servers + ")");
        Await.until(() -> tab.evaluate("typeof pc"), "object"::equals);
    }

    static NostrPhone of(NodePeer library, House house, SecretKey key, Browser browser) {
        return new NostrPhone(library, house, key, browser, "");
    }

    /// @param servers what the browser is told, such as `{iceServers: [], iceTransportPolicy: "relay"}`
    static NostrPhone by(String servers, NodePeer library, House house, SecretKey key, Browser browser) {
        return new NostrPhone(library, house, key, browser, servers);
    }

    private NodeClient connected() {
        NodeClient opened = NodeClient.open(library, house.relayUrl(), key);
        opened.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP, Kind.EPHEMERAL_GIFT_WRAP)
                .tagged('p', List.of(key.publicKey().hex())));
        return opened;
    }

    /// After its relay was away.
    void reconnect() {
        client.close();
        client = connected();
    }

    Tab tab() {
        return tab;
    }

    /// What the browser says of itself.
    ///
    /// @param how such as `pc.createOffer()`
    String described(String how) {
        tab.evaluate("window.sdp = ''");
        tab.evaluate(how
                + ".then((it) => pc.setLocalDescription(it)).then(() => { window.sdp = pc.localDescription.sdp; })");
        return Await.until(() -> tab.evaluate("window.sdp"), sdp -> !sdp.isEmpty());
    }

    void takes(String type, String sdp) {
        tab.evaluate("pc.setRemoteDescription({ type: '" + type + "', sdp: " + JSON.writeValueAsString(sdp) + " })");
    }

    /// Calls in BuildIt's words, and waits for the bridge's answer: its id.
    String calls(String number) throws IOException {
        String call = UUID.randomUUID().toString();
        offers(call, described("pc.createOffer()"), Map.of(), Tag.of("tel", number));
        takes("answer", content(Kind.BUILDIT_CALL_ANSWER).path("sdp").asString());
        return call;
    }

    /// From another network.
    void reconnects(String call) throws IOException {
        offers(call, described("pc.createOffer({ iceRestart: true })"), Map.of("isReconnect", true));
        takes("answer", content(told(Kind.BUILDIT_CALL_ANSWER, 2)).path("sdp").asString());
    }

    private void offers(String call, String sdp, Map<String, Object> more, Tag... tags) throws IOException {
        var content = new LinkedHashMap<String, Object>(more);
        content.put("callType", "voice");
        content.put("sdp", sdp);
        says(Kind.BUILDIT_CALL_OFFER, call, content, tags);
    }

    /// In BuildIt's words.
    void says(int kind, String call, Map<String, ?> more, Tag... tags) throws IOException {
        var content = new LinkedHashMap<String, Object>();
        content.put("_v", "1.0.0");
        content.put("callId", call);
        content.putAll(more);
        content.put("timestamp", System.currentTimeMillis());
        says(kind, JSON.writeValueAsString(content), false, tags);
    }

    void says(int kind, String content, boolean isSigned, Tag... tags) throws IOException {
        client.deliver(house.relayUrl(), client.wrap(house.telephonesKey(), kind, Tags.of(tags), content, isSigned));
    }

    /// The first of that kind, whether or not others came before.
    JsonNode told(int kind) {
        return told(kind, 1);
    }

    /// So many of that kind, and the last of them.
    JsonNode told(int kind, int count) {
        return Await.until(() -> all(kind), all -> all.size() >= count).get(count - 1);
    }

    JsonNode content(int kind) {
        return content(told(kind));
    }

    private static JsonNode content(JsonNode rumor) {
        return JSON.readTree(rumor.path("content").asString());
    }

    private List<JsonNode> all(int kind) {
        client.heard().forEach(json -> heard.add(JSON.readTree(json)));
        return heard.stream()
                .filter(rumor -> rumor.path("kind").asInt() == kind)
                .toList();
    }

    /// The bridge says that to BuildIt's clients.
    void isTold(String type) {
        Await.until(
                () -> all(PSTN_BRIDGE).stream().map(NostrPhone::content).toList(),
                all -> all.stream().anyMatch(it -> it.path("type").asString("").equals(type)));
    }

    /// How often the bridge has said to BuildIt's clients that this about the quality of a call has changed.
    long said(String metric) {
        return all(PSTN_BRIDGE).stream()
                .map(NostrPhone::content)
                .filter(it -> it.path("metric").asString("").equals(metric))
                .count();
    }

    void endsBecause(String reason) {
        assertThat(content(Kind.BUILDIT_CALL_HANGUP).path("reason").asString()).isEqualTo(reason);
    }

    void hears(int hertz) {
        Await.until(() -> level(hertz), level -> level > LOUD);
    }

    void hearsNoMore(int hertz) {
        Await.until(() -> level(hertz), level -> level < LOUD);
    }

    /// What a TURN server has refused it with; empty if it hasn't.
    String refusal() {
        return tab.evaluate("refusal");
    }

    /// On how many ways it has spoken so far, one after the other.
    int paths() {
        tab.evaluate("""
            pc.getStats().then((stats) => stats.forEach((it) => {
              if (it.type === 'transport') window.paths = it.selectedCandidatePairChanges;
            }))\
            """);
        return Integer.parseInt(tab.evaluate("window.paths ?? 0"));
    }

    /// From what sort of address it speaks: `host`, `srflx`, or `relay`.
    String way() {
        tab.evaluate("""
            pc.getStats().then((stats) => stats.forEach((it) => {
              if (it.type === 'candidate-pair' && it.nominated) window.way = stats.get(it.localCandidateId).candidateType;
            }))\
            """);
        return Await.until(() -> tab.evaluate("window.way ?? ''"), way -> !way.isEmpty());
    }

    /// How loud it hears that, in dB of full scale.
    private int level(int hertz) {
        return Integer.parseInt(tab.evaluate("level(" + hertz + ")"));
    }

    @Override
    public void close() {
        client.close();
    }
}
