package dev.muster.sip.web;

import dev.muster.sip.dtls.Fingerprint;
import dev.muster.sip.ice.Credentials;
import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Candidate;
import dev.muster.sip.sdp.Codec;
import dev.muster.sip.sdp.Direction;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.OurSession;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.sdp.WebRtcMedia;
import java.util.List;

/// What is said of a leg, by us and of the other side. Used by one thread at a time.
final class Descriptions {
    private static final List<Codec> CODECS = List.of(Codec.PCMU, Codec.PCMA);

    private final List<Candidate> candidates;
    private final Fingerprint fingerprint;
    private final WebRtcMedia.Identity identity;
    private final OurSession said;

    Descriptions(WebLegs legs, WebRtcMedia.Identity identity) {
        this.identity = identity;
        candidates = legs.candidates();
        fingerprint = legs.identity().fingerprint();
        said = new OurSession(legs.random());
    }

    Agreement agree(Sdp theirs, Credentials credentials) {
        return Agreement.of(theirs, ours(credentials));
    }

    String offer(Credentials credentials) {
        return said.offer(ours(credentials));
    }

    String answer(Sdp offer, Agreed agreed, Credentials credentials) {
        return said.answer(offer, agreed, ours(credentials));
    }

    private WebRtcMedia ours(Credentials credentials) {
        var certificate = new dev.muster.sip.sdp.Fingerprint(fingerprint.hash().text(), fingerprint.digest());
        return new WebRtcMedia(
                candidates,
                CODECS,
                Direction.SENDRECV,
                credentials.ufrag(),
                credentials.password(),
                certificate,
                identity);
    }

    static Connection.Theirs theirs(Media media) {
        List<Fingerprint> fingerprints = media.keys().fingerprints().stream()
                .flatMap(it -> Fingerprint.of(it.algorithm(), it.hash()).stream())
                .toList();
        return new Connection.Theirs(media.where().ice().orElseThrow().ufrag(), fingerprints);
    }
}
