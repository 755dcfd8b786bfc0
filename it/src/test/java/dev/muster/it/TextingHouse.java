package dev.muster.it;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.sms.ContactCare;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A relay and the bot for texts, an SMSC that others wrote, and an organizer whose client others wrote.
final class TextingHouse implements AutoCloseable {
    /// The number that its texts come from, without the plus sign.
    static final String OUR = "12025550100";

    private final NodePeer network = new NodePeer(NodeScript.SMSC);
    private final Smsc smsc = Smsc.start(network);
    private final House house;
    private final SecretKey organizer;
    private final People organizers;
    private final NodeClient chats;
    private final List<JsonNode> letters = new ArrayList<>();
    private final Carrier carrier;

    /// By whom texts go to the SMSC.
    interface Carrier extends AutoCloseable {
        /// Where the bot for texts finds it.
        String[] settings();

        @Override
        void close();
    }

    /// Finds a way to that SMSC for a house.
    interface Way {
        Carrier carrier(House house, Smsc smsc) throws IOException;
    }

    /// The bot goes there itself.
    TextingHouse(NodePeer library, Path folder) throws Exception {
        this(library, folder, TextingHouse::bySmpp);
    }

    TextingHouse(NodePeer library, Path folder, Way way) throws Exception {
        this(library, folder, House.SOON_READY, way);
    }

    /// As it runs on a server with half a gigabyte of memory, of which Java takes a quarter.
    static TextingHouse onASmallServer(NodePeer library, Path folder) throws Exception {
        List<String> java =
                Stream.concat(House.AS_USUAL.stream(), Stream.of("-Xmx128m")).toList();
        return new TextingHouse(library, folder, java, TextingHouse::bySmpp);
    }

    private TextingHouse(NodePeer library, Path folder, List<String> java, Way way) throws Exception {
        house = House.in(
                folder,
                java,
                "sms.ten_dlc.required=false",
                // There is no night.
                "sms.quiet.from=03:00",
                "sms.quiet.to=03:00");
        carrier = way.carrier(house, smsc);
        house.set(carrier.settings());
        house.relay().start();
        house.texts().start();
        organizer = house.admin();
        organizers = new People(house.relayUrl(), house.textsKey(), List.of(organizer));
        Tags here = Tags.of(Tag.of("relay", house.relayUrl().toString()));
        organizers.deliver(new Rumor(organizer.publicKey(), Instant.now().getEpochSecond(), Kind.INBOX_RELAYS, here, "")
                .sign(organizer, Events.RANDOM));
        chats = NodeClient.open(library, house.relayUrl(), organizer);
        chats.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(organizer.publicKey().hex())));
    }

    private static Carrier bySmpp(House house, Smsc smsc) {
        return new Carrier() {
            @Override
            public String[] settings() {
                return new String[] {
                    "sms.smpp.host=127.0.0.1",
                    "sms.smpp.port=" + smsc.port(),
                    "sms.smpp.system_id=muster",
                    "sms.smpp.password=secret",
                    "sms.smpp.line.senders=+" + OUR,
                    "sms.smpp.line.segments_per_second=100"
                };
            }

            @Override
            public void close() {}
        };
    }

    House house() {
        return house;
    }

    Smsc smsc() {
        return smsc;
    }

    /// Asks the bot, as commands do on its machine.
    <A extends Record, R extends Record> R asks(Operation<A, R> operation, A arguments) {
        var nobody = new Listener() {
            @Override
            public void progress(long done, long total) {}

            @Override
            public void line(byte[] line) {}
        };
        return ControlClient.of(house.folder().resolve("data/sms"))
                .orElseThrow()
                .run(operation, arguments, nobody);
    }

    /// They have agreed to be texted.
    void agree(String... numbers) {
        agree("all", numbers);
    }

    /// They have agreed to be texted, and are on that list.
    void agree(String list, String[] numbers) {
        List<ContactCare.Row> rows = Arrays.stream(numbers)
                .map(number -> new ContactCare.Row(number, "", "", Map.of()))
                .toList();
        asks(ContactCare.IMPORT, new ContactCare.Import(list, rows, "form", "sheet of 3 May"));
    }

    /// The organizer has everybody texted, with a link of their own.
    Rumor orders(String text, String... numbers) throws Exception {
        List<Tag> tags = Arrays.stream(numbers)
                .map(number -> Tag.of("to", "tel:" + number, "ref-" + number.substring(1), link(number)))
                .toList();
        return organizers.say(organizer, Kind.BUILDIT_BROADCAST, new Tags(tags), text);
    }

    /// Where that person's link leads.
    static String link(String number) {
        return "https://example.org/conference/5?t=" + number.substring(1).hashCode();
    }

    /// What the organizer is told of it, once all of it has gone.
    Tags report(Rumor order) {
        return Await.until(() -> reports(order).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private Stream<Tags> reports(Rumor order) {
        return letters()
                .map(letter -> tags(letter.path("tags")))
                .filter(tags -> tags.first("count").isPresent())
                .filter(tags ->
                        tags.value("broadcast").filter(order.id().hex()::equals).isPresent());
    }

    /// All that has come to the organizer's client. It hears each as it comes: asked for what is stored, the relay
    /// tells of
    /// the newest only, and wraps lie about their time.
    Stream<JsonNode> letters() {
        chats.heard().forEach(letter -> letters.add(JsonMapper.shared().readTree(letter)));
        return letters.stream();
    }

    static Tags tags(JsonNode json) {
        return new Tags(json.valueStream()
                .map(tag -> new Tag(tag.valueStream().map(JsonNode::asString).toList()))
                .toList());
    }

    /// Where what somebody has texted is shown.
    PublicKey chatWith(String text) {
        return Await.until(() -> said(text).findFirst(), Optional::isPresent)
                .map(letter -> PublicKey.parse(letter.path("pubkey").asString()))
                .orElseThrow();
    }

    /// Waits until the organizer is told this.
    void hears(String text) {
        Await.until(() -> said(text).findFirst(), Optional::isPresent);
    }

    /// The letters that say this.
    Stream<JsonNode> said(String text) {
        return letters()
                .filter(letter -> letter.path("kind").asInt() == Kind.CHAT_MESSAGE)
                .filter(letter -> letter.path("content").asString("").contains(text));
    }

    /// The organizer writes something there.
    void writes(PublicKey chat, String text) {
        says(chat, Kind.CHAT_MESSAGE, Tags.NONE.with("p", chat.hex()), text);
    }

    /// The organizer's client says something to a bot.
    void says(PublicKey to, int kind, Tags tags, String content) {
        chats.say(to, kind, tags, content);
    }

    @Override
    public void close() {
        chats.close();
        organizers.close();
        house.close();
        carrier.close();
        network.close();
    }
}
