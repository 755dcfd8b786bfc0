package dev.muster.sms;

import dev.muster.kit.ledger.Change;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.picture.Arrivals;
import dev.muster.sms.picture.Shown;
import dev.muster.sms.send.Aftercare;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import dev.muster.sms.thread.Fate;
import dev.muster.sms.thread.Mouth;
import dev.muster.sms.thread.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Between chats and texts: what operators answer is texted, and they hear how it fared.
final class Chats {
    /// An answer that comes later answers nothing any more.
    private static final Duration OF_USE = Duration.ofDays(1);

    private Chats() {}

    static Mouth mouth(Dispatch dispatch, InstantSource clock) {
        return (change, id, our, to, text) -> {
            Draft draft =
                    Draft.of(id, to, text, Purpose.CONVERSATION, clock.instant().plus(OF_USE));
            Text sent = dispatch.submit(change, draft.from(our));
            return sent.state() == State.BLOCKED ? new Mouth.Said.Blocked(sent.reason()) : new Mouth.Said.Queued();
        };
    }

    static Arrivals.Viewers viewers(Threads threads, Aftercare aftercare) {
        return new Arrivals.Viewers() {
            @Override
            public void shown(Change change, String our, String their, Shown picture) {
                threads.pictured(change, our, their, picture);
            }

            @Override
            public void missed(Change change, String our, String their, String why) {
                threads.line(change, our, their, "They have sent something that I can't show. " + why);
            }

            @Override
            public void seen(Change change, String carrier, String key) {
                aftercare.forget(change, carrier, key);
            }
        };
    }

    static Texts.News news(Threads threads) {
        return (change, before, after) -> told(threads, change, before, after);
    }

    private static void told(Threads threads, Change change, Optional<Text> before, Text after) {
        // What is blocked at once is the answer to having said it.
        if (after.purpose() != Purpose.CONVERSATION || before.isEmpty()) return;
        fate(after.state()).ifPresent(fate -> threads.fared(change, after.id(), fate, after.reason()));
    }

    private static Optional<Fate> fate(State state) {
        return switch (state) {
            case HELD, QUEUED, SENDING -> Optional.empty();
            case UNKNOWN -> Optional.of(Fate.UNKNOWN);
            case SENT -> Optional.of(Fate.SENT);
            case FAILED, EXPIRED, CANCELLED -> Optional.of(Fate.FAILED);
            case BLOCKED -> Optional.of(Fate.BLOCKED);
            case DELIVERED, READ -> Optional.of(Fate.DELIVERED);
        };
    }
}
