package dev.muster.sip.page;

import dev.muster.sip.leg.Answer;
import dev.muster.sip.leg.Answer.Given;
import dev.muster.sip.leg.Answer.Refused;
import dev.muster.sip.leg.Answer.TooLate;
import dev.muster.sip.room.Entrant;
import dev.muster.sip.room.Member;
import dev.muster.sip.room.Room;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.web.WebLeg;
import dev.muster.sip.web.WebLegs;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// Who is in rooms by a browser. Each pass is in a room once: who comes again leaves where they were before.
final class Participants {
    private static final int KEY_BYTES = 24;

    /// So that a page that asks late is told why it ended: one that was shown out and is not told comes in again. More
    /// than that have hardly ended within the minute for which a page tries.
    private static final int MOST_REMEMBERED = 5_000;

    private final WebLegs legs;
    private final SecureRandom random;

    private final Map<String, Participant> byKey = new ConcurrentHashMap<>();
    private final Map<String, Participant> byPass = new ConcurrentHashMap<>();

    /// Those who are there no longer, in the order in which they went.
    private final Queue<Participant> gone = new LinkedBlockingQueue<>(MOST_REMEMBERED);

    /// What comes of wanting to come in.
    sealed interface Entry {
        record In(Participant participant, Member member, String sdp) implements Entry {}

        /// The browser can't speak as we do.
        record Misfit() implements Entry {}

        record Full() implements Entry {}
    }

    Participants(WebLegs legs, SecureRandom random) {
        this.legs = legs;
        this.random = random;
    }

    Entry enter(Room room, Entrant who, Sdp offer) {
        String key = key();
        var line = new Line(() -> leave(key));
        WebLeg leg = legs.open(line);
        line.owns(leg);
        return switch (leg.answer(offer)) {
            case Given(var sdp, var _) -> seated(room, who, new Participant(key, leg, this::remember), line, sdp);
            case Refused _, TooLate _ -> {
                leg.close();
                yield new Entry.Misfit();
            }
        };
    }

    private Entry seated(Room room, Entrant who, Participant participant, Line line, String sdp) {
        String pass = room.id() + "/" + who.ref();
        byKey.put(participant.key(), participant);
        Optional.ofNullable(byPass.put(pass, participant)).ifPresent(Participant::replaced);
        Optional<Member> member = Optional.empty();
        try {
            member = room.enter(who, line, line, participant);
        } finally {
            // Whoever never was in the room has no end by which they would be forgotten.
            if (member.isEmpty()) dismiss(participant);
        }
        if (member.isEmpty()) return new Entry.Full();
        participant.sits(member.get());
        // Its leg may have ended before anybody listened to that.
        if (participant.isLost()) leave(participant.key());
        return new Entry.In(participant, member.get(), sdp);
    }

    private void dismiss(Participant participant) {
        participant.leave();
        byPass.values().remove(participant);
        byKey.remove(participant.key());
    }

    private void remember(Participant ended) {
        while (!gone.offer(ended)) {
            Participant oldest = gone.poll();
            if (oldest != null) byKey.remove(oldest.key());
        }
    }

    private String key() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    Optional<Participant> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    private void leave(String key) {
        find(key).ifPresent(it -> {
            it.leave();
            byPass.values().remove(it);
        });
    }

    Optional<Answer> again(String key, Sdp offer) {
        return find(key).filter(it -> it.member().isPresent()).map(it -> it.answer(offer));
    }
}
