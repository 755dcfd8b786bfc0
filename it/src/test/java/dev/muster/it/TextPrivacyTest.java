package dev.muster.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Rumor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Where telephone numbers don't stand, and what carriers don't see.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(180)
class TextPrivacyTest {
    private static final String ANA = "+12025550123";
    private static final String BEN = "+12025550124";
    private static final String ANSWER = "The cellar, at six.";

    private final NodePeer library;

    TextPrivacyTest(NodePeer library) {
        this.library = library;
    }

    @Test
    void R55_R58_numbersAreOnNoDiskAndKeysWithNoCarrier(@TempDir Path folder) throws Exception {
        try (var texting = new TextingHouse(library, folder)) {
            Smsc smsc = texting.smsc();
            texting.agree(ANA, BEN);
            Rumor order = texting.orders("We have begun: {{link}}", ANA);
            Smsc.Text link = smsc.text();
            smsc.receipt(link, link.ids().getFirst(), "DELIVRD");
            smsc.say(ANA.substring(1), TextingHouse.OUR, ANSWER);
            PublicKey chat = texting.chatWith(ANSWER);
            texting.writes(chat, "Good.");
            Smsc.Text answer = smsc.text();
            smsc.say(BEN.substring(1), TextingHouse.OUR, "stop");
            Smsc.Text confirmed = smsc.text();
            texting.report(order);
            String metrics = metrics(link);
            texting.house().does("sms", "backup", folder.resolve("backup").toString());
            texting.house().texts().stop();

            List<String> secrets = List.of(ANA.substring(1), BEN.substring(1), ANSWER);
            assertThat(metrics).contains("muster_sms_texts_total");
            assertThat(secrets).allSatisfy(secret -> {
                assertThat(metrics).doesNotContain(secret);
                assertThat(texting.house().logs()).doesNotContain(secret);
                assertThat(filesWith(folder.resolve("data"), secret)).isEmpty();
                assertThat(filesWith(folder.resolve("backup"), secret)).isEmpty();
            });
            // That they would be found is seen by what is no secret.
            assertThat(filesWith(folder.resolve("data/sms"), "opt-out")).isNotEmpty();

            String carried = Stream.of(link, answer, confirmed)
                    .map(text -> text.from() + " " + text.to() + " " + text.text())
                    .toList()
                    .toString();
            assertThat(carried)
                    .doesNotContain(
                            "npub",
                            chat.hex(),
                            texting.house().admin().publicKey().hex());
            assertThat(carried).doesNotContain(texting.house().textsKey().hex(), "example.org");
        }
    }

    private static String metrics(Smsc.Text link) throws IOException, InterruptedException {
        String address = link.text().replaceFirst("(?s).*?(http://[^/]+)/s/.*", "$1");
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(address + "/metrics")).build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
