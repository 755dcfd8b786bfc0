package dev.muster.sms.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import dev.muster.sms.carrier.Media;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ArrivalsTest {
    private static final URI ONE = URI.create("https://carrier.example.org/1");
    private static final URI TWO = URI.create("https://carrier.example.org/2");
    private static final Media RIVER = Darkroom.jpeg(Darkroom.SIGHT);

    @RegisterExtension
    final Darkroom darkroom = new Darkroom();

    @Test
    void R48_aPictureIsFetchedLockedShownAndForgottenAtTheCarrier() throws Exception {
        darkroom.telco.has(ONE, Optional.of(RIVER));
        darkroom.come("MM1", ONE);
        Await.until(() -> darkroom.forgotten.contains("MM1"));

        Shown shown = darkroom.shown.getFirst();
        byte[] fetched = darkroom.fetch("GET", shown.at()).body();
        assertThat(fetched).asString().doesNotContain(Darkroom.SIGHT);
        assertThat(shown.lock().open(fetched).bytes()).isEqualTo(RIVER.bytes());
        assertThat(darkroom.missed).isEmpty();
        darkroom.settles();
        darkroom.data().reopened();
        assertThat(darkroom.filesWith(Darkroom.SIGHT)).isEmpty();
        assertThat(darkroom.filesWith(Darkroom.ANA.substring(1))).isEmpty();
    }

    @Test
    void R48_aCarrierThatIsAwayIsAskedAgain() {
        darkroom.come("MM1", ONE);
        darkroom.passes(Duration.ofMinutes(1));
        darkroom.telco.has(ONE, Optional.of(RIVER));
        darkroom.passes(Duration.ofHours(1));
        Await.until(() -> darkroom.shown.size() == 1);
    }

    @Test
    void R48_whatIsNotToBeHadIsSaidAndStaysAtTheCarrier() {
        darkroom.telco.has(ONE, Optional.of(RIVER));
        darkroom.telco.has(TWO, Optional.empty());
        darkroom.come("MM1", ONE, TWO);
        darkroom.awaits(1, 1);

        assertThat(darkroom.missed).containsExactly("It is no JPEG, PNG or GIF, too large, or no longer there.");
        assertThat(darkroom.forgotten).isEmpty();
    }

    @Test
    void R48_whatTheCarrierDoesNotGiveForADayIsSaid() {
        darkroom.come("MM1", ONE);
        darkroom.passes(Duration.ofHours(25));
        darkroom.awaits(0, 1);
        assertThat(darkroom.missed).containsExactly("The carrier hasn't given it to us for a day.");
    }

    @Test
    void R47_picturesThatAreTooLargeTogetherAreNotKept() {
        Media large = Darkroom.jpeg("x".repeat(600));
        darkroom.telco.has(ONE, Optional.of(large));
        darkroom.telco.has(TWO, Optional.of(large));
        darkroom.come("MM1", ONE, TWO);
        darkroom.awaits(1, 1);

        assertThat(darkroom.missed).containsExactly("All that came at once is too large.");
        assertThat(darkroom.files()).hasSize(1);
    }

    @Test
    void R47_noMoreThanTenAreTaken() {
        darkroom.telco.has(ONE, Optional.of(Darkroom.jpeg("x")));
        URI[] many = new URI[11];
        Arrays.fill(many, ONE);
        darkroom.come("MM1", many);
        darkroom.awaits(10, 1);

        assertThat(darkroom.missed).containsExactly("There were more than 10.");
        assertThat(darkroom.forgotten).isEmpty();
    }

    @Test
    void R48_whoeverIsStoppedWhileItComesShowsItOnceAfterwards() throws Exception {
        darkroom.telco.has(ONE, Optional.of(RIVER));
        CountDownLatch gate = darkroom.telco.closes();
        darkroom.come("MM1", ONE);
        darkroom.restart();
        gate.countDown();
        Await.until(() -> darkroom.forgotten.contains("MM1"));

        darkroom.awaits(1, 0);
        assertThat(darkroom.files()).hasSize(1);
        assertThat(darkroom.forgotten).containsExactly("MM1");
    }
}
