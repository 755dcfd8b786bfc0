package dev.muster.sip.record;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Reading;
import dev.muster.kit.ledger.Shelf;
import dev.muster.sip.consent.Permit;
import dev.muster.sip.record.Recording.Copy;
import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The room's entry: all recordings, what is known of them, and their sound.
public final class Recordings {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);

    private static final Shelf<Kept> KEPT = new Shelf<>("recording", Kept.class);
    private static final Shelf<Id> OF_CALL = new Shelf<>("recording-call", Id.class);
    private static final Shelf<Id> BY_TIME = new Shelf<>("recording-time", Id.class);
    private static final Shelf<Id> OPEN = new Shelf<>("recording-open", Id.class);
    private static final Shelf<Id> BROUGHT = new Shelf<>("recording-upload", Id.class);

    private static final int ID_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int FORGOTTEN_AT_ONCE = 100;

    private final Ledger ledger;
    private final Archive archive;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<News> listeners = new ArrayList<>();

    /// Hears of recordings that can be played from now on. What it decides becomes durable together with that.
    public interface News {
        void isDone(Change change, Recording recording);
    }

    private record Id(String id) {}

    /// @param folder where their files are, encrypted
    public Recordings(Ledger ledger, Path folder, InstantSource clock, SecureRandom random) {
        this.ledger = ledger;
        archive = new Archive(folder, random);
        this.clock = clock;
        this.random = random;
    }

    /// To be called before anything is recorded.
    public void telling(News news) {
        listeners.add(news);
    }

    /// Begins to record a call.
    ///
    /// @param now as packets are going to be told to have come
    /// @throws IOException if there is no place for it
    public Recorder begin(Permit permit, long now) throws IOException {
        Kept kept = fresh(permit.call(), 0, Tape.CHANNELS, G711.RATE);
        // First the key, or what a crash leaves could never be read.
        ledger.alter(change -> {
            add(change, kept);
            change.put(OPEN.at(kept.id()), new Id(kept.id()));
        });
        try {
            var recorder = new Recorder(kept.id(), archive.writer(kept, Format.WAV), now, this::ended);
            recorder.start();
            return recorder;
        } catch (IOException | RuntimeException e) {
            ledger.alter(change -> close(change, empty(kept)));
            throw e;
        }
    }

    private Kept fresh(String call, long millis, int channels, int sampleRate) {
        var recording = new Recording(
                hex(ID_BYTES),
                call,
                clock.instant(),
                Duration.ofMillis(millis),
                channels,
                sampleRate,
                State.RECORDING,
                true,
                List.of());
        return new Kept(recording, hex(KEY_BYTES));
    }

    private String hex(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void add(Change change, Kept kept) {
        Recording recording = kept.recording();
        change.put(KEPT.at(recording.id()), kept);
        change.put(OF_CALL.at(recording.call(), recording.id()), new Id(recording.id()));
        change.put(BY_TIME.at(recording.started(), recording.id()), new Id(recording.id()));
    }

    /// Looks at what is there now, and not at what the recorder believes to have written.
    private Recording ended(String id, long frames, boolean isWhole) {
        Kept kept = ledger.get(KEPT.at(id)).orElseThrow();
        if (kept.recording().state() != State.RECORDING) return kept.recording();
        Kept end = isWhole ? finished(kept, true) : recovered(kept);
        ledger.alter(change -> close(change, end));
        return end.recording();
    }

    private Kept recovered(Kept kept) {
        try {
            Optional<Long> length = archive.recover(kept);
            return length.isEmpty() ? empty(kept) : finished(kept, false);
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was recorded", e);
            return empty(kept);
        } catch (IOException e) {
            LOG.warn("a recording can't be read, and is left as it is: {}", e.getMessage());
            return failed(kept);
        }
    }

    private Kept finished(Kept kept, boolean isWhole) {
        try (SealedFile file = archive.open(kept, Format.WAV)) {
            Playback playback = Playback.bare(file);
            int frame = Tape.CHANNELS * Short.BYTES;
            Duration length = Duration.ofMillis(file.length() / frame * 1000 / G711.RATE);
            var copy = new Copy(Format.WAV, playback.length(), playback.sha256(), G711.RATE, true);
            return kept.with(kept.recording().ended(State.DONE, length, isWhole).with(copy));
        } catch (IOException e) {
            LOG.warn("a recording can't be read, and is left as it is: {}", e.getMessage());
            return failed(kept);
        }
    }

    private static Kept failed(Kept kept) {
        return kept.with(kept.recording().ended(State.FAILED, Duration.ZERO, false));
    }

    private static Kept empty(Kept kept) {
        return new Kept(failed(kept).recording(), "");
    }

    private void close(Change change, Kept end) {
        String id = end.id();
        change.remove(OPEN.at(id));
        // Deleted meanwhile: then it stays so.
        Optional<Kept> now = change.get(KEPT.at(id));
        if (now.isEmpty() || now.get().recording().state() == State.DELETED) return;
        change.put(KEPT.at(id), end);
        if (end.recording().state().isPlayable()) listeners.forEach(news -> news.isDone(change, end.recording()));
        if (end.key().isEmpty()) change.afterwards(() -> archive.remove(end));
    }

    /// Finishes what was being recorded when the process ended, and removes files that nobody can open any
    /// more. To be called before anything is recorded.
    ///
    /// @return how many recordings it was that have something in them
    public int recover() throws IOException {
        int count = 0;
        for (Entry<Id> open : ledger.under(OPEN.at())) {
            Optional<Kept> kept = ledger.get(KEPT.at(open.value().id()));
            if (kept.isEmpty()) continue;
            Kept end = recovered(kept.get());
            ledger.alter(change -> close(change, end));
            if (end.recording().state().isPlayable()) count++;
        }
        archive.sweep(this::hasKey);
        return count;
    }

    private boolean hasKey(String id) {
        return ledger.get(KEPT.at(id)).filter(kept -> !kept.key().isEmpty()).isPresent();
    }

    // What is there

    public Optional<Recording> find(Reading reading, String id) {
        return reading.get(KEPT.at(id)).map(Kept::recording);
    }

    /// Those of a call, the earliest first.
    public List<Recording> of(Reading reading, String call) {
        return reading.under(OF_CALL.at(call)).stream()
                .flatMap(entry -> find(reading, entry.value().id()).stream())
                .sorted(Comparator.comparing(Recording::started).thenComparing(Recording::id))
                .toList();
    }

    /// Opens one, to be played from anywhere.
    ///
    /// @return empty if there is none in that format
    /// @throws IOException if its file is damaged, or gone
    public Optional<Playback> open(String id, Format format) throws IOException {
        Kept kept = ledger.get(KEPT.at(id)).orElse(null);
        if (kept == null) return Optional.empty();
        Copy copy = kept.recording().copy(format).orElse(null);
        if (copy == null) return Optional.empty();
        SealedFile file = archive.open(kept, format);
        return Optional.of(copy.isBare() ? Playback.bare(file) : Playback.of(file));
    }

    // More of it, less of it

    /// Writes a copy of a recording that is there.
    interface Making {
        void into(SealedWriter out) throws IOException, InterruptedException;
    }

    /// Adds a copy in another format, unless it is there or the recording has gone.
    void addCopy(String id, Format format, int sampleRate, Making making) throws IOException, InterruptedException {
        Kept kept = ledger.get(KEPT.at(id)).orElse(null);
        if (kept == null || !kept.recording().state().isPlayable()) return;
        if (kept.recording().copy(format).isPresent()) return;
        // What an attempt before has left.
        archive.remove(kept, format);
        Copy copy = written(kept, format, sampleRate, making);
        ledger.alter(change -> change.get(KEPT.at(id))
                .filter(now -> now.recording().state().isPlayable())
                .ifPresentOrElse(
                        now -> change.put(KEPT.at(id), now.with(now.recording().with(copy))),
                        () -> change.afterwards(() -> archive.remove(kept))));
    }

    private Copy written(Kept kept, Format format, int sampleRate, Making making)
            throws IOException, InterruptedException {
        try (SealedWriter out = archive.writer(kept, format)) {
            making.into(out);
            out.finish();
        }
        try (var playback = Playback.of(archive.open(kept, format))) {
            return new Copy(format, playback.length(), playback.sha256(), sampleRate, false);
        }
    }

    /// What a program says of a recording that it brings.
    record Brought(String call, Format format, Duration duration, int channels, int sampleRate, String sha256) {}

    /// Which recording it is, if it was brought before.
    Optional<String> broughtBefore(Reading reading, String call, String sha256) {
        return reading.get(BROUGHT.at(call, sha256)).map(Id::id);
    }

    /// Keeps a recording that was made elsewhere.
    ///
    /// @return its id: that of the first, if somebody else has brought it in the same moment
    String keep(Brought brought, byte[] sound) throws IOException, InterruptedException {
        Kept fresh = fresh(brought.call(), brought.duration().toMillis(), brought.channels(), brought.sampleRate());
        Copy copy = written(fresh, brought.format(), brought.sampleRate(), out -> out.write(sound, 0, sound.length));
        Kept kept = new Kept(
                fresh.recording()
                        .ended(State.DONE, fresh.recording().duration(), true)
                        .with(copy),
                fresh.key());
        String id = ledger.change(change -> {
            Optional<String> before = broughtBefore(change, brought.call(), brought.sha256());
            if (before.isPresent()) return before.get();
            add(change, kept);
            change.put(BROUGHT.at(brought.call(), brought.sha256()), new Id(kept.id()));
            return kept.id();
        });
        if (!id.equals(kept.id())) archive.remove(kept, brought.format());
        return id;
    }

    /// Notes that somebody else has it now.
    void uploaded(Change change, String id) {
        change.get(KEPT.at(id))
                .filter(kept -> kept.recording().state() == State.DONE)
                .ifPresent(kept ->
                        change.put(KEPT.at(id), kept.with(kept.recording().in(State.UPLOADED))));
    }

    /// Deletes its sound, and the key that could open what may be left of it on a disk. What is known of it
    /// stays.
    ///
    /// @return whether there was any
    public boolean delete(Change change, String id) {
        Optional<Kept> found =
                change.get(KEPT.at(id)).filter(kept -> kept.recording().state() != State.DELETED);
        found.ifPresent(kept -> {
            change.put(KEPT.at(id), new Kept(kept.recording().withoutSound(), ""));
            change.remove(OPEN.at(id));
            change.remove(Transcripts.of(id));
            change.afterwards(() -> archive.remove(kept));
        });
        return found.isPresent();
    }

    /// Forgets those that were begun before, some at a time, with what was known of them.
    ///
    /// @return how many that were
    public int forget(Instant before) {
        int count = 0;
        while (true) {
            List<Entry<Id>> old = ledger.upTo(before, BY_TIME, FORGOTTEN_AT_ONCE);
            if (old.isEmpty()) return count;
            ledger.alter(change -> old.forEach(entry -> {
                change.remove(entry.place());
                forget(change, entry.value().id());
            }));
            count += old.size();
        }
    }

    private void forget(Change change, String id) {
        Kept kept = change.get(KEPT.at(id)).orElse(null);
        boolean _ = delete(change, id);
        // Its recorder is going to look for it: only the sound goes then.
        if (kept == null || kept.recording().state() == State.RECORDING) return;
        change.remove(KEPT.at(id));
        change.remove(OF_CALL.at(kept.recording().call(), id));
        kept.recording()
                .copies()
                .forEach(copy -> change.remove(BROUGHT.at(kept.recording().call(), copy.sha256())));
    }

    /// All that are known, the latest first.
    public List<Recording> all(Reading reading) {
        return reading.under(KEPT.at()).stream()
                .map(entry -> entry.value().recording())
                .sorted(Comparator.comparing(Recording::started)
                        .thenComparing(Recording::id)
                        .reversed())
                .toList();
    }
}
