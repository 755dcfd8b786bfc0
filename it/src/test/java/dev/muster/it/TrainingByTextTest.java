package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.event.Filter;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A training starts, and who has only a phone gets in too: an organizer's client that others wrote, relay and both
/// bots
/// as processes, an SMSC that others wrote, with or without Kannel before it.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(240)
class TrainingByTextTest {
    private static final String ANA = "+12025550123";
    private static final String BEN = "+12025550124";
    private static final String NORAS_PHONE = "+12025550125";

    /// Who has agreed to nothing.
    private static final String CAL = "+12025550126";

    private static final Pattern WITH_LINK = Pattern.compile("The session you are invited to is open\\. Join: "
            + "(http://127\\.0\\.0\\.1:[0-9]+/s/[A-Za-z0-9_-]{12})\nText STOP to end\\.");
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    private final SecretKey nora = SecretKey.random(Events.RANDOM);
    private final NodePeer library;
    private int asked;

    @TempDir
    private Path folder;

    TrainingByTextTest(NodePeer library) {
        this.library = library;
    }

    @Test
    void whoHasOnlyAPhoneGetsIn() throws Exception {
        try (var texting = new TextingHouse(library, folder)) {
            goesTheWholeWay(texting);
        }
    }

    @Test
    void theSameThroughKannel() throws Exception {
        assumeTrue(Kannel.missing().isEmpty(), () -> Kannel.missing().orElseThrow());
        try (var texting = new TextingHouse(library, folder, (house, smsc) -> ByKannel.between(house, smsc, folder))) {
            goesTheWholeWay(texting);
        }
    }

    private void goesTheWholeWay(TextingHouse texting) throws Exception {
        Smsc smsc = texting.smsc();
        smsc.behave(Map.of("receipts", "DELIVRD"));
        House house = texting.house();
        house.texts().stop();
        house.set(
                "roles.bot=" + house.botKey().hex(),
                "roles.organizer=" + house.admin().publicKey().hex(),
                "roles.member=" + nora.publicKey().hex(),
                "notifier.sessions.texts.bridge=" + house.textsKey().hex());
        house.texts().start();
        house.bot().start();
        texting.agree(ANA, BEN);
        NodeClient hers = NodeClient.open(library, house.relayUrl(), nora);
        hers.subscribe(Filter.ALL
                .kinds(Kind.GIFT_WRAP)
                .tagged('p', List.of(nora.publicKey().hex())));
        linksHerPhone(texting, hers);

        var training = Training.by(house.admin(), "101");
        Tag ana = Tag.of("tel", ANA, "Ana");
        Tag ben = Tag.of("tel", BEN, "Ben");
        Tag cal = Tag.of("tel", CAL, "Cal");
        says(texting, Kind.TIME_EVENT, training.announcement(List.of(nora.publicKey()), ana, ben, cal));
        texting.hears("101 is announced");
        comes(texting, hers, training);
        says(texting, Kind.MEETING_SESSION, training.meeting("live"));

        Map<String, URI> links = links(smsc, 3);
        assertThat(links.keySet()).isEqualTo(Set.of(ANA, BEN, NORAS_PHONE));
        assertThat(Set.copyOf(links.values())).hasSize(3);
        assertThat(delivery(texting, training, "tel:•••0126", "blocked")).isEqualTo("no_consent");
        joins(Optional.ofNullable(links.get(ANA)).orElseThrow());
        assertThat(delivery(texting, training, "tel:•••0123", "joined")).isEmpty();
        assertThat(delivery(texting, training, "tel:•••0124", "delivered")).isEmpty();
        assertThat(delivery(texting, training, nora.publicKey().hex(), "delivered"))
                .isEmpty();

        smsc.say(ANA.substring(1), TextingHouse.OUR, "I'm at the blue door");
        texting.writes(texting.chatWith("I'm at the blue door"), "Ring twice.");
        assertThat(smsc.text().text()).isEqualTo("Ring twice.");
        smsc.say(BEN.substring(1), TextingHouse.OUR, "STOP");
        assertThat(smsc.text().text()).startsWith("You get no more texts");
        texting.hears("wants no more texts");

        var next = Training.by(house.admin(), "102");
        says(texting, Kind.TIME_EVENT, next.announcement(List.of(), ben));
        texting.hears("102 is announced");
        says(texting, Kind.MEETING_SESSION, next.meeting("live"));
        assertThat(delivery(texting, next, "tel:•••0124", "blocked")).isEqualTo("opt_out");
        assertThat(smsc.texts()).isEmpty();
        for (String number : List.of(ANA, BEN, NORAS_PHONE, CAL))
            assertThat(house.logs()).doesNotContain(number.substring(2));
        hers.close();
    }

    private static void says(TextingHouse texting, int kind, Tags tags) {
        texting.says(bot(texting), kind, tags, "");
    }

    /// Nora proves to the bridge that a phone is hers.
    private void linksHerPhone(TextingHouse texting, NodeClient hers) throws IOException {
        PublicKey bridge = texting.house().textsKey();
        hers.say(bridge, Kind.CHAT_MESSAGE, Tags.NONE, "link " + NORAS_PHONE);
        Matcher code = CODE.matcher(texting.smsc().text().text());
        assertThat(code.find()).isTrue();
        hers.say(bridge, Kind.CHAT_MESSAGE, Tags.NONE, "code " + code.group());
        isTold(hers, "Linked");
    }

    /// Nora wants a text if she doesn't look within a second, and says that she comes.
    private void comes(TextingHouse texting, NodeClient hers, Training training) {
        String wish = "{\"prefs\":{\"channels\":[\"nip17\",\"sms\"],\"smsFallbackAfter\":1}}";
        hers.say(bot(texting), Kind.PUSH_PREFERENCES, Tags.NONE, wish);
        hers.say(bot(texting), Kind.RSVP, training.answer("accepted"), "");
        isTold(hers, "You're coming");
    }

    private static void isTold(NodeClient client, String text) {
        Await.until(client::letters, letters -> letters.stream().anyMatch(letter -> letter.contains(text)));
    }

    /// What came at each phone.
    private static Map<String, URI> links(Smsc smsc, int count) {
        Map<String, URI> links = new HashMap<>();
        Await.until(
                () -> {
                    for (Smsc.Text text : smsc.texts()) {
                        Matcher link = WITH_LINK.matcher(text.text());
                        assertThat(link.matches()).as(text.text()).isTrue();
                        URI before = links.put("+" + text.to().replaceFirst("^\\+", ""), URI.create(link.group(1)));
                        assertThat(before).isNull();
                    }
                    return links.size();
                },
                size -> size == count);
        return links;
    }

    /// As a phone's browser does: from the short link to the page, and by its button into the room.
    private static void joins(URI link) throws Exception {
        try (var browser = HttpClient.newHttpClient()) {
            var led = browser.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
            assertThat(led.statusCode()).isEqualTo(303);
            try (var guest =
                    new Guest(URI.create(led.headers().firstValue("location").orElseThrow()))) {
                assertThat(guest.open().body()).contains("Street medic 101");
                assertThat(guest.join().statusCode()).isEqualTo(303);
            }
        }
    }

    /// Why somebody's text has become that, as soon as the organizer is told so.
    private String delivery(TextingHouse texting, Training training, String whom, String word) {
        return Await.until(
                        () -> report(texting, training).stream()
                                .filter(tag ->
                                        tag.isNamed("delivery") && tag.value().equals(whom))
                                .filter(tag ->
                                        tag.at(2).equals("sms") && tag.at(3).equals(word))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .at(5);
    }

    /// What the organizer is told who asks now.
    private Tags report(TextingHouse texting, Training training) {
        int before = reports(texting, training).size();
        // The same words within one second would be the same message.
        Tags tags = Tags.of(Tag.of("n", Integer.toString(asked++)));
        texting.says(bot(texting), Kind.CHAT_MESSAGE, tags, "report " + training.id());
        return Await.until(() -> reports(texting, training), reports -> reports.size() > before)
                .getLast();
    }

    private static List<Tags> reports(TextingHouse texting, Training training) {
        return texting.letters()
                .map(letter -> TextingHouse.tags(letter.path("tags")))
                .filter(tags -> tags.values("t").contains("report"))
                .filter(tags -> tags.values("session").contains(training.address()))
                .toList();
    }

    private static PublicKey bot(TextingHouse texting) {
        try {
            return texting.house().botKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// By HTTP to Kannel, and from there to the SMSC.
    private record ByKannel(URI webhooks, Kannel kannel) implements TextingHouse.Carrier {
        private static final String SECRET = "s3cret-s3cret-s3cret";

        static ByKannel between(House house, Smsc smsc, Path folder) throws IOException {
            URI webhooks = house.shortLinks();
            URI said = webhooks.resolve("/v1/webhooks/sms/http/" + SECRET + "/mo");
            return new ByKannel(webhooks, new Kannel(folder, smsc.port(), said));
        }

        @Override
        public String[] settings() {
            return new String[] {
                "sms.http.dialect=kannel",
                "sms.http.address=" + kannel.address(),
                "sms.http.username=" + Kannel.USERNAME,
                "sms.http.password=" + Kannel.PASSWORD,
                "sms.http.public_url=" + webhooks,
                "sms.http.secret=" + SECRET,
                "sms.http.line.senders=+" + TextingHouse.OUR,
                "sms.http.line.segments_per_second=100"
            };
        }

        @Override
        public void close() {
            kannel.close();
        }
    }
}
