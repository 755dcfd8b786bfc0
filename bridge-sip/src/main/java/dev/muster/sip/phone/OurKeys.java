package dev.muster.sip.phone;

import dev.muster.sip.sdp.Crypto;
import dev.muster.sip.sdp.Media;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.sdp.Transport;
import dev.muster.sip.srtp.MasterKey;
import dev.muster.sip.srtp.Profile;
import dev.muster.sip.srtp.SrtpSender;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys to what we send in one leg: one for each way to encrypt, the same for the whole call. With the same
/// key, counting has to go on too, or the same key stream would come again.
final class OurKeys {
    /// What we offer and take, the best first.
    private static final List<Profile> PROFILES = List.of(Profile.AEAD_AES_128_GCM, Profile.AES_CM_128_HMAC_SHA1_80);

    private final SecureRandom random;
    private final Map<Profile, Ours> all = new EnumMap<>(Profile.class);

    private record Ours(MasterKey key, SrtpSender sender) {}

    OurKeys(SecureRandom random) {
        this.random = random;
    }

    private Ours ours(Profile profile) {
        return all.computeIfAbsent(profile, its -> {
            MasterKey key = MasterKey.random(its, random);
            return new Ours(key, new SrtpSender(key));
        });
    }

    SrtpSender sender(Profile profile) {
        return ours(profile).sender();
    }

    /// For an offer.
    List<Crypto> offered() {
        List<Crypto> cryptos = new ArrayList<>();
        for (Profile profile : PROFILES) cryptos.add(crypto(cryptos.size() + 1, profile));
        return cryptos;
    }

    /// For the answer to an offer: what of it can be taken.
    List<Crypto> answering(Sdp offer) {
        return offer.media().stream()
                .filter(media -> media.isAudio() && !media.head().isRefused())
                .filter(media -> media.transport().equals(Optional.of(Transport.SDES)))
                .map(Media::keys)
                .limit(1)
                .flatMap(keys -> keys.cryptos().stream())
                .filter(crypto -> theirs(crypto).isPresent())
                .map(crypto -> crypto(crypto.tag(), theirs(crypto).orElseThrow().profile()))
                .toList();
    }

    private Crypto crypto(int tag, Profile profile) {
        return new Crypto(tag, profile.name(), ours(profile).key().inline(), List.of());
    }

    /// The key to what they send; empty if we can't use it.
    static Optional<MasterKey> theirs(Crypto crypto) {
        return Profile.ofSdes(crypto.suite())
                .filter(PROFILES::contains)
                .flatMap(profile -> MasterKey.inline(profile, crypto.key()));
    }
}
