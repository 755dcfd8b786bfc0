package dev.muster.sms.picture;

import static dev.muster.nostr.event.Events.RANDOM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.http.Response;
import dev.muster.nostr.client.Await;
import dev.muster.sms.carrier.Media;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DeparturesTest {
    private static final Media RIVER = Darkroom.jpeg(Darkroom.SIGHT);

    @RegisterExtension
    final Darkroom darkroom = new Darkroom();

    private final Lock.Locked river = Lock.lock(RIVER, RANDOM);

    private static Response answer(int status, byte[] body) {
        return Response.of(status, "application/octet-stream", body);
    }

    @Test
    void R47_carriersFetchWhatAnOperatorHasEncryptedForUs() throws Exception {
        darkroom.uploaded = answer(200, river.bytes());
        darkroom.sends("one", darkroom.upload(), river.lock());
        Await.until(() -> darkroom.ready.containsKey("one"));

        URI at = Objects.requireNonNull(darkroom.ready.get("one"));
        assertThat(darkroom.fetch("GET", at).body()).isEqualTo(RIVER.bytes());
        assertThat(darkroom.fetch("HEAD", at).headers().firstValue("content-type"))
                .hasValue("image/jpeg");
        darkroom.data().reopened();
        assertThat(darkroom.filesWith(Darkroom.SIGHT)).isEmpty();
        assertThat(darkroom.filesWith(river.lock().key())).isEmpty();
    }

    @Test
    void R47_theSameIsFetchedOnceWhileItIsUnderWay() {
        darkroom.uploaded = answer(200, river.bytes());
        darkroom.sends("one", darkroom.upload(), river.lock());
        darkroom.sends("one", darkroom.upload(), river.lock());
        Await.until(() -> darkroom.ready.containsKey("one"));
        darkroom.settles();
        assertThat(darkroom.files()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "404, the picture can't be had from where it lies",
        "302, the picture can't be had from where it lies",
        "200, this is not the file that was announced",
    })
    void R47_whatIsNotThePictureIsSaid(int status, String why) {
        darkroom.uploaded = answer(status, new byte[] {1, 2, 3});
        darkroom.sends("one", darkroom.upload(), river.lock());
        Await.until(() -> darkroom.failed.containsKey("one"));
        assertThat(darkroom.failed).containsEntry("one", why);
        assertThat(darkroom.files()).isEmpty();
    }

    @Test
    void R47_itIsAPictureByItsBytes() {
        Lock.Locked text = Lock.lock(new Media("image/jpeg", "just words".getBytes(US_ASCII)), RANDOM);
        darkroom.uploaded = answer(200, text.bytes());
        darkroom.sends("one", darkroom.upload(), text.lock());
        Await.until(() -> darkroom.failed.containsKey("one"));
        assertThat(darkroom.failed).containsEntry("one", "this is not a picture: JPEG, PNG or GIF");
    }

    @Test
    void R47_whatIsTooLargeIsNotSentWhateverItsTagsSay() {
        Lock.Locked large = Lock.lock(Darkroom.jpeg("x".repeat(1100)), RANDOM);
        Lock lock = large.lock();
        darkroom.uploaded = answer(200, large.bytes());
        darkroom.sends("said", darkroom.upload(), lock);
        darkroom.sends(
                "unsaid", darkroom.upload(), new Lock(lock.type(), lock.key(), lock.nonce(), lock.x(), lock.ox(), 0));
        Await.until(() -> darkroom.failed.size() == 2);
        assertThat(darkroom.failed.values()).containsOnly("the picture is too large");
    }

    @Test
    void R47_aServerThatIsAwayIsAskedAgain() {
        darkroom.uploaded = answer(503, new byte[0]);
        darkroom.sends("one", darkroom.upload(), river.lock());
        Await.until(() -> darkroom.uploads.get() > 0);
        darkroom.uploaded = answer(200, river.bytes());
        Await.until(() -> {
            // Not faster: for up to a second nobody looks at the clock, and it is tried for ten minutes.
            darkroom.passes(Duration.ofMillis(20));
            return darkroom.ready.containsKey("one");
        });
    }

    @Test
    void R47_aServerThatStaysAwayIsGivenUp() {
        darkroom.uploaded = answer(503, new byte[0]);
        darkroom.sends("one", darkroom.upload(), river.lock());
        darkroom.passes(Duration.ofMinutes(11));
        Await.until(() -> darkroom.failed.containsKey("one"));
    }

    @Test
    void nothingIsFetchedFromInsideOurNetwork() throws Exception {
        darkroom.uploaded = answer(200, river.bytes());
        darkroom.goesOnlyOutside();
        darkroom.sends("one", darkroom.upload(), river.lock());
        Await.until(() -> darkroom.failed.containsKey("one"));
        assertThat(darkroom.failed).containsEntry("one", "pictures aren't fetched from there");
        assertThat(darkroom.uploads).hasValue(0);
        assertThat(darkroom.ready).isEmpty();
    }
}
