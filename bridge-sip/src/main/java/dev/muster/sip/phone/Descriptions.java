package dev.muster.sip.phone;

import dev.muster.sip.sdp.Agreement;
import dev.muster.sip.sdp.Agreement.Agreed;
import dev.muster.sip.sdp.Agreement.Reason;
import dev.muster.sip.sdp.Agreement.Refused;
import dev.muster.sip.sdp.Codec;
import dev.muster.sip.sdp.Crypto;
import dev.muster.sip.sdp.Direction;
import dev.muster.sip.sdp.OurSession;
import dev.muster.sip.sdp.PlainMedia;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.sdp.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What is said of a leg, by us and of the other side. Used by one thread at a time.
final class Descriptions {
    private static final List<Codec> CODECS = List.of(Codec.PCMU, Codec.PCMA);

    private final InetSocketAddress address;
    private final OurKeys keys;
    private final OurSession said;
    private Protection protection;
    private boolean isHolding;

    /// What the next answer is to.
    private PlainMedia offered;

    Descriptions(InetSocketAddress address, Protection protection, OurKeys keys, OurSession said) {
        this.address = address;
        this.protection = protection;
        this.keys = keys;
        this.said = said;
        offered = clear();
    }

    void protect(Protection wanted) {
        protection = wanted;
    }

    /// Whether they are to wait. They may hear something meanwhile.
    void hold(boolean isHolding) {
        this.isHolding = isHolding;
    }

    /// @param isEncrypted as it is to be, if it isn't to stay as it is
    String offer(boolean isEncrypted) {
        offered = isEncrypted ? encrypted(keys.offered()) : clear();
        return said.offer(offered);
    }

    /// What comes of an answer to our latest offer.
    Agreement accept(Sdp answer) {
        Agreement agreement = Agreement.of(answer, offered);
        // Whoever answers so should have refused, but can be understood.
        if (isElsewhere(agreement)
                && protection == Protection.OPTIONAL
                && !offered.cryptos().isEmpty()) return Agreement.of(answer, clear());
        boolean isKeyUseless = agreement instanceof Agreed agreed
                && agreed.crypto()
                        .filter(crypto -> OurKeys.theirs(crypto).isEmpty())
                        .isPresent();
        return isKeyUseless ? new Refused(Reason.NO_KEY) : agreement;
    }

    /// What comes of their offer.
    Agreement agree(Sdp offer) {
        Agreement inClear = Agreement.of(offer, clear());
        if (protection == Protection.OFF) return inClear;
        List<Crypto> usable = keys.answering(offer);
        if (!usable.isEmpty()) return Agreement.of(offer, encrypted(usable));
        if (hasOnlyUselessKeys(offer)) return new Refused(Reason.NO_KEY);
        boolean mustBeEncrypted = protection == Protection.MANDATORY && inClear instanceof Agreed;
        return mustBeEncrypted ? new Refused(Reason.OTHER_TRANSPORT) : inClear;
    }

    private boolean hasOnlyUselessKeys(Sdp offer) {
        return isElsewhere(Agreement.of(offer, clear()))
                && offer.media().stream().anyMatch(media -> media.transport().equals(Optional.of(Transport.SDES)));
    }

    private static boolean isElsewhere(Agreement agreement) {
        return agreement.equals(new Refused(Reason.OTHER_TRANSPORT));
    }

    String answer(Sdp offer, Agreed agreed) {
        List<Crypto> taken = agreed.crypto().stream()
                .flatMap(theirs -> keys.answering(offer).stream().filter(ours -> ours.tag() == theirs.tag()))
                .toList();
        return said.answer(offer, agreed, media(taken, true));
    }

    private PlainMedia clear() {
        return encrypted(List.of());
    }

    private PlainMedia encrypted(List<Crypto> cryptos) {
        return media(cryptos, false);
    }

    /// @param isMuxed whether reports may come with the voice. It isn't asked for: there are two ports anyway
    private PlainMedia media(List<Crypto> cryptos, boolean isMuxed) {
        return new PlainMedia(address, CODECS, isHolding ? Direction.SENDONLY : Direction.SENDRECV, cryptos, isMuxed);
    }
}
