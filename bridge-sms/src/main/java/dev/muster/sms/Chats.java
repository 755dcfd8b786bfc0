package dev.muster.sms;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.picture.Arrivals;
import dev.muster.sms.picture.Departures;
import dev.muster.sms.picture.Pictures;
import dev.muster.sms.picture.Shown;
import dev.muster.sms.send.Aftercare;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Form;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import dev.muster.sms.send.Texts;
import dev.muster.sms.thread.Fate;
import dev.muster.sms.thread.Mouth;
import dev.muster.sms.thread.Threads;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Between chats and texts: what operators answer is texted, and they hear how it fared.
final class Chats {
    /// An answer that comes later answers nothing any more.
    private static final Duration OF_USE = Duration.ofDays(1);

    private Chats() {}

    static Mouth mouth(Dispatch dispatch, Departures departures, InstantSource clock) {
        return new Mouth() {
            @Override
            public Said say(Change change, String id, String our, PhoneNumber to, String text) {
                Draft draft = Draft.of(
                        id, to, text, Purpose.CONVERSATION, clock.instant().plus(OF_USE));
                Text sent = dispatch.submit(change, draft.from(our));
                return sent.state() == State.BLOCKED ? new Said.Blocked(sent.reason()) : new Said.Queued();
            }

            @Override
            public Said show(Change change, String id, String our, PhoneNumber to, Shown picture) {
                OptionalLong most = dispatch.mostMedia(to, our);
                if (most.isEmpty()) return new Said.Blocked("no_mms");
                departures.take(
                        change,
                        id,
                        new Departures.Way(our, to),
                        picture,
                        most.getAsLong(),
                        clock.instant().plus(OF_USE));
                return new Said.Queued();
            }
        };
    }

    /// Has pictures texted once they are there.
    static Departures.Carriage carriage(
            Dispatch dispatch, Pictures pictures, Supplier<Threads> threads, InstantSource clock) {
        return new Departures.Carriage() {
            @Override
            public void ready(Change change, String id, Departures.Way way, URI at) {
                Instant until = clock.instant().plus(OF_USE);
                Draft draft = Draft.of(id, way.to(), "", Purpose.CONVERSATION, until)
                        .from(way.our())
                        .as(Form.pictures(List.of(at)));
                Text sent = dispatch.submit(change, draft);
                if (sent.state() != State.BLOCKED) return;
                pictures.forget(change, at);
                threads.get().fared(change, id, Fate.BLOCKED, sent.reason());
            }

            @Override
            public void failed(Change change, String id, String why) {
                threads.get().fared(change, id, Fate.FAILED, why);
            }
        };
    }

    /// Has pictures forgotten that nobody will fetch any more.
    static Texts.News gone(Pictures pictures) {
        return (change, before, after) -> {
            if (after.state().isFinal()) after.form().media().forEach(at -> pictures.forget(change, at));
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
