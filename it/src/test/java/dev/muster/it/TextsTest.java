package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From an organizer's wrap to somebody's phone, and back into a chat: relay and bot as processes, an SMSC and a client
/// that others wrote.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(180)
class TextsTest {
    private static final String ANA = "+12025550123";
    private static final String BEN = "+12025550124";
    private static final Pattern WITH_LINK =
            Pattern.compile("We have begun: (http://127\\.0\\.0\\.1:[0-9]+/s/[A-Za-z0-9_-]{12})\n.*", Pattern.DOTALL);

    private final NodePeer library;

    @TempDir
    private Path folder;

    private TextingHouse texting;
    private Smsc smsc;

    TextsTest(NodePeer library) {
        this.library = library;
    }

    @BeforeEach
    void begin() throws Exception {
        texting = new TextingHouse(library, folder);
        smsc = texting.smsc();
    }

    @AfterEach
    void end() {
        texting.close();
    }

    @Test
    void aLinkReachesAPhoneAndItsAnswerAChat() throws Exception {
        Path list = folder.resolve("list.csv");
        Files.writeString(list, "number,name\n" + ANA + ",Ana\n");
        texting.house()
                .does(
                        "contact",
                        "import",
                        "medics",
                        list.toString(),
                        "--consent",
                        "form",
                        "--evidence",
                        "sheet of 3 May");
        Rumor order = texting.orders("We have begun: {{link}}", ANA, BEN);

        Smsc.Text text = smsc.text();
        assertThat(text.to()).isEqualTo(ANA.substring(1));
        Matcher link = WITH_LINK.matcher(text.text());
        assertThat(link.matches()).as(text.text()).isTrue();
        assertThat(leadsTo(URI.create(link.group(1)))).isEqualTo(TextingHouse.link(ANA));
        assertThat(texting.report(order).all())
                .contains(Tag.of("count", "blocked:no_consent", "1"))
                .anySatisfy(tag ->
                        assertThat(tag.elements()).startsWith("delivery", "ref-" + BEN.substring(1), "sms", "blocked"));

        // What somebody answers to a broadcast is for whoever has sent it.
        smsc.say(ANA.substring(1), TextingHouse.OUR, "I'm coming ✊🏽");
        PublicKey chat = texting.chatWith("I'm coming ✊🏽");
        texting.writes(chat, "Good! The blue door.");
        assertThat(smsc.text().text()).isEqualTo("Good! The blue door.");

        smsc.say(ANA.substring(1), TextingHouse.OUR, "Stop.");
        assertThat(smsc.text().text()).startsWith("You get no more texts");
        Rumor next = texting.orders("It is over: {{link}}", ANA, BEN);
        assertThat(texting.report(next).all())
                .contains(Tag.of("count", "blocked:opt_out", "1"), Tag.of("count", "blocked:no_consent", "1"));
        assertThat(smsc.texts()).isEmpty();
        assertThat(smsc.complaints()).isEmpty();
        assertThat(texting.house().logs()).doesNotContain(ANA.substring(2)).doesNotContain(BEN.substring(2));
    }

    private static String leadsTo(URI link) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
            return answer.headers().firstValue("location").orElseThrow();
        }
    }

    @Test
    void aStopThatWasSaidWhileNobodyWasThereIsHeard() throws Exception {
        texting.agree(ANA);
        texting.house().texts().kill();
        smsc.say(ANA.substring(1), TextingHouse.OUR, "STOP");
        texting.house().texts().start();
        assertThat(smsc.text().text()).startsWith("You get no more texts");
        Rumor order = texting.orders("We have begun.", ANA);
        assertThat(texting.report(order).all()).contains(Tag.of("count", "blocked:opt_out", "1"));
        assertThat(smsc.texts()).isEmpty();
    }
}
