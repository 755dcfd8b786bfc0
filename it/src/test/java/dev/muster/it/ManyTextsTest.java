package dev.muster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sms.TextCare;
import dev.muster.sms.TextCare.Named;
import dev.muster.sms.TextCare.Ordered;
import dev.muster.sms.TextCare.Sending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A broadcast to thousands, at the pace that the carrier takes.
@NeedsNode(NodeScript.NOSTR_TOOLS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ManyTextsTest {
    private static final int PEOPLE = Boolean.getBoolean("muster.long") ? 10_000 : 3000;

    /// As [TextingHouse] is set.
    private static final int A_SECOND = 100;

    /// So many go before it is measured: a bot that has just been started is slower for a few seconds.
    private static final int BEFORE = 500;

    /// What is given to a carrier in this moment still goes.
    private static final int UNDER_WAY = 50;

    private final NodePeer library;

    ManyTextsTest(NodePeer library) {
        this.library = library;
    }

    private static String[] numbers(int area, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, "+1202%03d%04d", area + i / 10_000, i % 10_000))
                .toArray(String[]::new);
    }

    private static Ordered order(String text, String list) {
        return new Ordered("All", text, list, 0, Duration.ofHours(2).toSeconds(), 0, false);
    }

    @Test
    void R26_thousandsGoNoFasterThanTheCarrierTakesThem(@TempDir Path folder) throws Exception {
        try (var texting = TextingHouse.onASmallServer(library, folder)) {
            texting.agree("few", numbers(555, BEFORE));
            texting.agree("all", numbers(556, PEOPLE));
            Smsc smsc = texting.smsc();
            String first = texting.asks(TextCare.BROADCAST, order("We meet at five.", "few"))
                    .id();
            Await.until(() -> texting.asks(TextCare.STATUS, new Named(first)).status(), "sent"::equals);

            String id = texting.asks(TextCare.BROADCAST, order("We meet at six.", "all"))
                    .id();
            Await.until(() -> smsc.count("submitted"), count -> count > BEFORE);
            long begun = System.nanoTime();
            int before = smsc.count("submitted");
            long most = 0;
            int seen = before;
            while (seen < BEFORE + PEOPLE) {
                Sending now = texting.asks(TextCare.STATUS, new Named(id));
                assertThat(now.states().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isEqualTo(PEOPLE);
                most = Math.max(most, texting.house().texts().residentKilobytes());
                TimeUnit.MILLISECONDS.sleep(100);
                seen = smsc.count("submitted");
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double perSecond = (seen - before) / seconds;
            System.out.printf(
                    Locale.ROOT,
                    "%d texts in %.2f s: %.2f a second, of %d; %d MB at most%n",
                    seen - before,
                    seconds,
                    perSecond,
                    A_SECOND,
                    most / 1024);
            assertThat(perSecond).isLessThan(A_SECOND * 1.02);
            Await.until(() -> texting.asks(TextCare.STATUS, new Named(id)).status(), "sent"::equals);
            assertThat(smsc.texts().stream().filter(text -> text.text().startsWith("We meet at six.")))
                    .extracting(Smsc.Text::to)
                    .doesNotHaveDuplicates()
                    .hasSize(PEOPLE);

            cancels(texting);
        }
    }

    private static void cancels(TextingHouse texting) throws InterruptedException {
        Smsc smsc = texting.smsc();
        int before = smsc.count("submitted");
        String id = texting.asks(TextCare.BROADCAST, order("We meet at seven.", "all"))
                .id();
        Await.until(() -> smsc.count("submitted"), count -> count >= before + A_SECOND);
        assertThat(texting.asks(TextCare.CANCEL, new Named(id)).isNews()).isTrue();
        int atOnce = smsc.count("submitted");
        Await.until(() -> texting.asks(TextCare.STATUS, new Named(id)).waiting(), count -> count == 0);
        assertThat(smsc.count("submitted") - atOnce).isLessThanOrEqualTo(UNDER_WAY);
        Sending end = texting.asks(TextCare.STATUS, new Named(id));
        assertThat(end.states().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(PEOPLE);
        assertThat(end.status()).isEqualTo("cancelled");
    }
}
