package dev.muster.sip.record;

import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.TestLedger;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.consent.Method;
import dev.muster.sip.consent.Permit;
import dev.muster.sip.consent.Policy;
import dev.muster.sip.rtp.G711;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Where tests record: a real ledger, real files, and callers who have agreed.
final class Studio {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int FRAMES = 75;

    private final Ledger ledger;
    private final Path folder;
    private final Recordings recordings;

    Studio(Ledger ledger, Path folder) {
        this.ledger = ledger;
        this.folder = folder;
        recordings = new Recordings(ledger, folder, () -> NOON, Events.RANDOM);
    }

    static Studio of(TestLedger ledger) {
        return new Studio(ledger.ledger(), ledger.folder().resolve("call-recordings"));
    }

    static boolean hasFlac() {
        return Programs.installed().flac().isPresent();
    }

    static boolean hasLame() {
        return Programs.installed().lame().isPresent();
    }

    Recordings recordings() {
        return recordings;
    }

    Permit permit(String call) {
        var log = new ConsentLog(SecretKey.random(Events.RANDOM), Events.RANDOM, () -> NOON);
        return ledger.change(change -> {
            boolean _ = log.add(change, call, "caller", Method.DTMF_1).method().isPresent();
            return log.permit(change, Policy.AGREED, call, Set.of("caller")).orElseThrow();
        });
    }

    Recorder begin(String call) throws IOException {
        return recordings.begin(permit(call), 0);
    }

    /// A second and a half: 440 Hz on the left, 1000 Hz on the right.
    Recording recorded(String call) throws IOException {
        Recorder recorder = begin(call);
        talk(recorder);
        return recorder.end(FRAMES * Speaker.FRAME_NANOS).join();
    }

    static void talk(Recorder recorder) {
        Speaker caller = Speaker.of(1);
        Speaker other = Speaker.of(2);
        for (int i = 0; i < FRAMES; i++) {
            long now = i * Speaker.FRAME_NANOS;
            recorder.voice(Side.CALLER, caller.tone(440, i * G711.FRAME, G711.FRAME), G711.PCMU, now);
            recorder.voice(Side.OTHER, other.tone(1000, i * G711.FRAME, G711.FRAME), G711.PCMU, now);
        }
    }

    /// Everything of it, as it is played.
    byte[] played(String id, Format format) throws IOException {
        try (Playback playback = recordings.open(id, format).orElseThrow()) {
            byte[] all = new byte[(int) playback.length()];
            int count = playback.read(0, all);
            if (count != all.length) throw new AssertionError("it ends after " + count);
            return all;
        }
    }

    /// What is on disk.
    List<Path> files() throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
