package dev.muster.sip.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.nostr.client.Await;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DtlsTest {
    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte HANDSHAKE = 22;
    private static final byte CERTIFICATE_VERIFY = 15;

    @Test
    void bothHaveTheSameKeys() throws Exception {
        var line = new Line();
        line.start();

        SrtpKeys clients = line.client.keys();

        assertThat(clients.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(clients.role()).isEqualTo(Role.CLIENT);
        assertThat(clients.exported()).hasSize(2 * (16 + 12));
        assertThat(line.server.keys())
                .isEqualTo(new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, Role.SERVER, clients.exported()));
    }

    /// As a browser may that has certificates of two sorts (RFC 8122, section 5).
    @Test
    void oneOfSeveralCertificatesIsEnough() throws Exception {
        var line = new Line();
        Fingerprint other = line.server.identity.fingerprint();
        line.server.connection.start(Role.SERVER, List.of(other, line.client.identity.fingerprint()));
        line.client.connection.start(Role.CLIENT, List.of(other));

        assertThat(line.server.keys().exported()).isEqualTo(line.client.keys().exported());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsLostIsSentAgain(long seed) throws Exception {
        var line = new Line(Line.losing(new Random(seed)), Line.losing(new Random(-seed)));
        line.start();

        assertThat(line.client.keys().exported()).isEqualTo(line.server.keys().exported());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsOvertakenIsUnderstood(long seed) throws Exception {
        var line = new Line(Line.overtaking(new Random(seed)), Line.overtaking(new Random(-seed)));
        line.start();

        assertThat(line.client.keys().exported()).isEqualTo(line.server.keys().exported());
    }

    /// BouncyCastle alone never gets over it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProofOfACertificateMayBeLostOrLate(boolean isLost) throws Exception {
        var late = new AtomicReference<byte @Nullable []>();
        Line.Network network = datagram -> {
            if (isFirstProof(datagram) && late.compareAndSet(null, datagram)) return Optional.empty();
            byte[] proof = datagram[0] == CHANGE_CIPHER_SPEC && !isLost ? late.get() : null;
            return Optional.of(proof == null ? datagram : Line.both(datagram, proof));
        };
        var line = new Line(network, Optional::of);
        line.start();

        assertThat(line.client.keys().exported()).isEqualTo(line.server.keys().exported());
        assertThat(late.get()).isNotNull();
    }

    private static boolean isFirstProof(byte[] datagram) {
        return datagram[0] == HANDSHAKE && datagram[4] == 0 && datagram[13] == CERTIFICATE_VERIFY;
    }

    /// The client can't know that the server is done, and says its last words again.
    @Test
    void theLastFlightIsRepeatedForWhoHasNotHeardIt() throws Exception {
        var lastWords = new AtomicInteger();
        var line = new Line(
                Optional::of,
                datagram -> isOfLastFlight(datagram) && lastWords.getAndIncrement() < 2
                        ? Optional.empty()
                        : Optional.of(datagram));
        line.start();

        SrtpKeys servers = line.server.keys();

        assertThat(line.client.keys().exported()).isEqualTo(servers.exported());
        assertThat(lastWords.get()).isGreaterThan(2);
    }

    /// "Change cipher spec", or "finished", which is the first that is encrypted.
    private static boolean isOfLastFlight(byte[] datagram) {
        return datagram[0] == CHANGE_CIPHER_SPEC || (datagram[0] == HANDSHAKE && datagram[4] == 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsDamagedOnItsWayNeverLeadsToDifferentKeys(long seed) throws Exception {
        var line = new Line(Line.noisy(new Random(seed)), Line.noisy(new Random(-seed)));
        line.start();

        Optional<DtlsEvent> clients = line.client.next(3);
        Optional<DtlsEvent> servers = line.server.next(3);
        line.client.connection.close();
        line.server.connection.close();

        // One side may have heard a word that nobody has said, and gone; the other one then waits.
        if (clients.isEmpty()) clients = Optional.of(line.client.next());
        if (servers.isEmpty()) servers = Optional.of(line.server.next());
        if (clients.get() instanceof DtlsEvent.Established(var ours)
                && servers.get() instanceof DtlsEvent.Established(var theirs))
            assertThat(ours.exported()).isEqualTo(theirs.exported());
        else assertThat(List.of(clients.get(), servers.get())).hasAtLeastOneElementOfType(DtlsEvent.Failed.class);
    }

    @Test
    void sip_W3_aServerSendsAwayWhoHasAnotherCertificate() throws Exception {
        var line = new Line();
        line.server.connection.start(Role.SERVER, List.of(line.server.identity.fingerprint()));
        line.client.connection.start(Role.CLIENT, List.of(line.server.identity.fingerprint()));

        assertThat(line.server.next()).isEqualTo(new DtlsEvent.Failed(Failure.OTHER_CERTIFICATE));
        assertThat(line.client.next()).isEqualTo(new DtlsEvent.Failed(Failure.REFUSED));
    }

    @Test
    void sip_W3_aClientSendsAwayWhoHasAnotherCertificate() throws Exception {
        var line = new Line();
        line.server.connection.start(Role.SERVER, List.of(line.client.identity.fingerprint()));
        line.client.connection.start(Role.CLIENT, List.of(line.client.identity.fingerprint()));

        assertThat(line.client.next()).isEqualTo(new DtlsEvent.Failed(Failure.OTHER_CERTIFICATE));
        assertThat(line.server.next()).isEqualTo(new DtlsEvent.Failed(Failure.REFUSED));
    }

    /// The bridge has made the offer, and the answer is on its way through relays.
    @Test
    void whoBeginsBeforeItsFingerprintIsHereIsNotSentAway() throws Exception {
        var toServer = new AtomicInteger();
        var line = new Line(
                datagram -> {
                    toServer.incrementAndGet();
                    return Optional.of(datagram);
                },
                Optional::of);
        line.client.connection.start(Role.CLIENT, List.of(line.server.identity.fingerprint()));
        Await.until(() -> toServer.get() >= 3);

        line.server.connection.start(Role.SERVER, List.of(line.client.identity.fingerprint()));

        assertThat(line.server.keys().exported()).isEqualTo(line.client.keys().exported());
    }

    @Test
    void whatOthersHaveSentBeforeIsForgotten() throws Exception {
        var line = new Line();
        var stranger = new Line(
                (Line.Network) datagram -> {
                    line.server.connection.arrived(datagram, datagram.length);
                    return Optional.empty();
                },
                Optional::of);
        stranger.client.connection.start(Role.CLIENT, List.of(line.server.identity.fingerprint()));
        line.client.connection.start(Role.CLIENT, List.of(line.server.identity.fingerprint()));
        stranger.client.connection.close();
        assertThat(stranger.client.next()).isEqualTo(new DtlsEvent.Failed(Failure.CLOSED));

        line.server.connection.forget();
        line.server.connection.start(Role.SERVER, List.of(line.client.identity.fingerprint()));

        assertThat(line.server.keys().exported()).isEqualTo(line.client.keys().exported());
    }

    @Test
    void whatWaitsIsBounded() {
        var inbox = new Inbox((_, _, _) -> {});
        for (int i = 0; i < Inbox.MOST_WAITING; i++)
            assertThat(inbox.put(new byte[] {22}, 1)).isTrue();
        assertThat(inbox.put(new byte[] {22}, 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoCloses_TheOtherHearsOfIt(boolean isClient) throws Exception {
        var line = new Line();
        line.start();
        line.client.keys();
        line.server.keys();

        (isClient ? line.client : line.server).connection.close();

        assertThat(line.client.next()).isEqualTo(new DtlsEvent.Ended());
        assertThat(line.server.next()).isEqualTo(new DtlsEvent.Ended());
    }

    @Test
    void whoIsClosedDuringTheHandshakeIsDone() throws Exception {
        var line = new Line(_ -> Optional.empty(), Optional::of);
        line.client.connection.start(Role.CLIENT, List.of(line.server.identity.fingerprint()));

        line.client.connection.close();
        line.server.connection.close();

        assertThat(line.client.next()).isEqualTo(new DtlsEvent.Failed(Failure.CLOSED));
        assertThat(line.server.next()).isEqualTo(new DtlsEvent.Failed(Failure.CLOSED));
        line.server.connection.start(Role.SERVER, List.of(line.client.identity.fingerprint()));
        assertThat(line.server.hasNews()).isFalse();
    }

    @Test
    void thereIsARehearsal() throws Exception {
        assertThat(Rehearsal.hold(Identity.create(new SecureRandom(), InstantSource.system())))
                .isTrue();
    }
}
