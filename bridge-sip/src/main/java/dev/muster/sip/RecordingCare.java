package dev.muster.sip;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Nothing;
import dev.muster.kit.control.Operations;
import dev.muster.kit.ledger.Ledger;
import dev.muster.sip.consent.ConsentLog;
import dev.muster.sip.consent.Entry;
import dev.muster.sip.record.Format;
import dev.muster.sip.record.Playback;
import dev.muster.sip.record.Recording;
import dev.muster.sip.record.Recordings;
import dev.muster.sip.taping.Asker;
import dev.muster.sip.taping.Reply;
import dev.muster.sip.taping.Tapings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What an admin on the bridge's machine sees of recordings, and does about them.
public final class RecordingCare {
    public static final Operation<Wanted, Listing> LIST = new Operation<>("recordings", Wanted.class, Listing.class);
    public static final Operation<Named, Shown> SHOW = new Operation<>("recording", Named.class, Shown.class);
    public static final Operation<Export, Written> EXPORT =
            new Operation<>("recording-export", Export.class, Written.class);
    public static final Operation<Named, Done> DELETE = new Operation<>("recording-delete", Named.class, Done.class);
    public static final Operation<Nothing, Checked> CHECK =
            new Operation<>("recording-check", Nothing.class, Checked.class);
    public static final Operation<Asked, Answered> ASK = new Operation<>("recording-ask", Asked.class, Answered.class);

    private final Ledger ledger;
    private final Recordings recordings;
    private final ConsentLog consents;
    private final Tapings tapings;

    /// How many are wanted, the latest first.
    public record Wanted(int most) {}

    public record Named(String id) {}

    public record Done(boolean isDone) {}

    public record Listing(List<Line> recordings) {}

    /// A recording.
    ///
    /// @param formats in which it can be heard
    /// @param isWhole false if what was recorded last was lost
    public record Line(
            String id,
            String call,
            String state,
            long started,
            double seconds,
            int channels,
            List<String> formats,
            boolean isWhole) {}

    /// A recording, and all that was said in its call about being recorded.
    public record Shown(Line recording, List<Said> consents) {}

    /// What somebody was told, or has said.
    ///
    /// @param event that says so, as the bridge has signed it
    public record Said(long number, String party, String method, long at, String event) {}

    /// Where to write a recording to, in clear.
    ///
    /// @param target the absolute path of a file that isn't there yet
    public record Export(String id, String format, String target) {}

    public record Written(long bytes) {}

    /// Whether the log of consent is whole.
    ///
    /// @param flaw what is wrong with it; empty if nothing is
    public record Checked(long entries, String flaw) {}

    /// What is to be done about a call that goes on.
    ///
    /// @param what record, stop, verbal_yes or verbal_no
    public record Asked(String call, String what) {}

    public record Answered(String reply, String progress) {}

    RecordingCare(Ledger ledger, Recordings recordings, ConsentLog consents, Tapings tapings) {
        this.ledger = ledger;
        this.recordings = recordings;
        this.consents = consents;
        this.tapings = tapings;
    }

    /// The same, besides others.
    Operations on(Operations operations) {
        return operations
                .with(LIST, (wanted, _) -> list(wanted.most()))
                .with(SHOW, (named, _) -> show(named.id()))
                .with(EXPORT, (wanted, _) -> export(wanted))
                .with(DELETE, (named, _) -> new Done(ledger.change(change -> recordings.delete(change, named.id()))))
                .with(CHECK, (_, _) -> check())
                .with(ASK, (asked, _) -> ask(asked));
    }

    private Listing list(int most) {
        return new Listing(recordings.all(ledger).stream()
                .limit(most)
                .map(RecordingCare::line)
                .toList());
    }

    private Shown show(String id) {
        Recording recording = found(id);
        List<Said> said = consents.of(ledger, recording.call()).stream()
                .map(RecordingCare::said)
                .toList();
        return new Shown(line(recording), said);
    }

    private Recording found(String id) {
        return recordings
                .find(ledger, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no recording of that id"));
    }

    private static Line line(Recording recording) {
        return new Line(
                recording.id(),
                recording.call(),
                recording.state().word(),
                recording.started().getEpochSecond(),
                recording.duration().toMillis() / 1000.0,
                recording.channels(),
                recording.copies().stream().map(copy -> copy.format().word()).toList(),
                recording.isWhole());
    }

    private static Said said(Entry entry) {
        return new Said(
                entry.number(),
                entry.party(),
                entry.method().map(method -> method.word()).orElse(""),
                entry.at().getEpochSecond(),
                entry.json());
    }

    private Written export(Export wanted) throws IOException {
        Path target = Path.of(wanted.target());
        if (!target.isAbsolute()) throw new IllegalArgumentException("a recording is written to an absolute path");
        if (Files.exists(target)) throw new IllegalArgumentException("there is something at " + target + " already");
        Format format = Format.of(wanted.format())
                .orElseThrow(() -> new IllegalArgumentException("there are wav, flac and mp3, and nothing else"));
        Recording recording = found(wanted.id());
        Playback opened = recordings
                .open(recording.id(), format)
                .orElseThrow(() -> new IllegalArgumentException("it isn't there as " + format.word()));
        try (Playback sound = opened;
                // For its owner's eyes only: in clear.
                OutputStream out = Channels.newOutputStream(FileChannel.open(
                        target, Set.of(CREATE_NEW, WRITE), asFileAttribute(fromString("rw-------"))))) {
            sound.writeTo(out, 0, sound.length());
            return new Written(sound.length());
        }
    }

    private Checked check() {
        return new Checked(consents.size(ledger), consents.flaw(ledger).orElse(""));
    }

    private Answered ask(Asked asked) {
        Reply reply = switch (asked.what()) {
            case "record" -> tapings.want(asked.call(), Asker.ADMIN);
            case "stop" -> tapings.stop(asked.call());
            case "verbal_yes" -> tapings.said(asked.call(), Asker.ADMIN, true);
            case "verbal_no" -> tapings.said(asked.call(), Asker.ADMIN, false);
            default -> throw new IllegalArgumentException("one of record, stop, verbal_yes and verbal_no");
        };
        return new Answered(reply.word(), tapings.progress(asked.call()).word());
    }
}
