package dev.muster.sip.record;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.outbox.Attempt;
import dev.muster.kit.outbox.Channel;
import dev.muster.kit.outbox.Channel.End;
import dev.muster.kit.outbox.Errand;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.outside.Posted;
import dev.muster.kit.outside.Poster;
import dev.muster.sip.record.Recording.Copy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to a recording when it is done: copies are made of it, then it is uploaded, if there is
/// somewhere to. Both are errands, so that neither is forgotten.
public final class Aftercare {
    private static final Logger LOG = LoggerFactory.getLogger(Aftercare.class);

    /// One at a time: calls that go on have the machine.
    private static final Channel<Which> COPYING = new Channel<>("recording-copy", Which.class, true, 1);

    private static final Channel<Which> UPLOADING = new Channel<>("recording-upload", Which.class, true, 1);

    private static final Duration TRIED_FOR = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Somebody has to mend something there, and no hurry helps.
    private static final Duration REFUSED = Duration.ofMinutes(10);

    private static final int MOST_COPYING = 3;

    private final Means means;

    /// What it stands on.
    public record Means(
            Ledger ledger,
            Recordings recordings,
            Programs programs,
            Outbox outbox,
            Poster poster,
            Optional<Target> target,
            InstantSource clock) {}

    record Which(String recording) {}

    /// Has its errands run by that outbox, which is to be started afterwards.
    public Aftercare(Means means) {
        this.means = means;
        means.outbox().with(COPYING, this::copy, this::copied).with(UPLOADING, this::upload, this::uploaded);
        means.recordings().telling((change, recording) -> put(change, COPYING, recording.id()));
    }

    private void put(Change change, Channel<Which> channel, String recording) {
        means.outbox()
                .put(
                        change,
                        channel,
                        recording,
                        new Which(recording),
                        means.clock().instant().plus(TRIED_FOR));
    }

    private Attempt copy(Errand<Which> errand) throws InterruptedException {
        try {
            for (Format format : Format.values()) {
                Optional<Encoder> encoder = means.programs().encoder(format);
                if (encoder.isPresent()) copy(errand.body().recording(), encoder.get());
            }
            return new Attempt.Done("copied");
        } catch (IOException e) {
            if (errand.attempts() + 1 < MOST_COPYING) return new Attempt.Again("it can't be copied");
            LOG.warn("a recording can't be copied: {}", e.getMessage());
            return new Attempt.Refused("it can't be copied");
        }
    }

    private void copy(String id, Encoder encoder) throws IOException, InterruptedException {
        means.recordings().addCopy(id, encoder.format(), encoder.sampleRate(), out -> {
            Optional<Playback> wav = means.recordings().open(id, Format.WAV);
            if (wav.isEmpty()) throw new IOException("it has gone");
            try (Playback sound = wav.get()) {
                encoder.encode(sound, out);
            }
        });
    }

    /// Also without copies: what was recorded is there.
    private void copied(Change change, Errand<Which> errand, End end) {
        if (means.target().isPresent()) put(change, UPLOADING, errand.body().recording());
    }

    private Attempt upload(Errand<Which> errand) throws InterruptedException {
        String id = errand.body().recording();
        Target target = means.target().orElse(null);
        if (target == null) return new Attempt.Refused("there is nowhere to upload to any more");
        Recording recording = means.recordings().find(means.ledger(), id).orElse(null);
        if (recording == null) return new Attempt.Refused("it has gone");
        Copy copy = recording
                .copy(target.format())
                .or(() -> recording.copy(Format.WAV))
                .orElse(null);
        if (copy == null) return new Attempt.Refused("it has gone");
        if (copy.bytes() > Delivery.LONGEST) return new Attempt.Refused("it is too long for one request");
        try (Playback sound = means.recordings().open(id, copy.format()).orElse(null)) {
            if (sound == null) return new Attempt.Refused("it has gone");
            return post(target, Delivery.json(recording, copy, sound));
        } catch (IOException e) {
            LOG.warn("a recording can't be uploaded: {}", e.getMessage());
            return new Attempt.Again("it can't be read");
        }
    }

    private Attempt post(Target target, byte[] json) throws InterruptedException {
        URI url = target.url();
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                target.login().header(url, json));
        return switch (means.poster().post(url, headers, json, PATIENCE)) {
            case Posted.NotAllowed(var reason) -> new Attempt.Refused(reason);
            case Posted.Failed(var reason) -> new Attempt.Again(reason);
            case Posted.Answered answer when answer.status() / 100 == 2 -> new Attempt.Done("taken");
            case Posted.Answered answer
            when answer.status() / 100 == 4 && answer.status() != 408 && answer.status() != 429 ->
                new Attempt.Again(answer.toString(), Optional.of(REFUSED));
            case Posted.Answered answer -> new Attempt.Again(answer.toString());
        };
    }

    private void uploaded(Change change, Errand<Which> errand, End end) {
        if (!(end instanceof End.Done)) return;
        String id = errand.body().recording();
        means.recordings().uploaded(change, id);
        if (means.target().map(Target::deletes).orElse(false)) {
            boolean _ = means.recordings().delete(change, id);
        }
    }
}
