package dev.muster.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.nostr.client.FreePort;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The relay as the kernel sees it: no OK goes to a socket before its event was synced to disk.
@Timeout(120)
class SyncedTest {
    private static final int EVENTS = 50;
    private static final String CALLS =
            "trace=pwrite64,pwritev,pwritev2,fdatasync,write,writev,sendto,sendmsg,sendmmsg,io_uring_enter";
    private static final Pattern LINE = Pattern.compile("(\\d+) +(?:<\\.\\.\\. \\w+ resumed>)?(.*)");

    /// @param text what it was called with, and what came of it
    /// @param begun the line in which it was called
    /// @param ended the line in which it came back
    private record Call(String text, int begun, int ended) {
        boolean isOfJournal(String name) {
            return text.startsWith(name + "(") && text.contains(".events>");
        }

        boolean isToSocket() {
            return text.contains("<socket:") || text.contains("<TCP");
        }
    }

    @Test
    void nobodyIsToldOkBeforeTheEventIsOnDisk(@TempDir Path folder) throws Exception {
        Path trace = folder.resolve("trace");
        List<String> strace = List.of("strace", "-f", "-y", "-s", "4096", "-e", CALLS, "-o", trace.toString());
        assumeTrue(canTrace(), "skipped: there is no strace, or it may not trace");
        var stored = new ArrayList<Event>();
        try (RelayProcess relay = RelayProcess.start(folder.resolve("data"), FreePort.any(), strace)) {
            try (Wire wire = Wire.to(relay.url())) {
                for (int i = 0; i < EVENTS; i++) stored.add(wire.store(Events.note("number " + i)));
            }
            relay.stop();
        }
        List<Call> calls = calls(Files.readAllLines(trace));
        for (Event event : stored) {
            String id = event.id().hex();
            Call written = first(
                    calls, call -> call.isOfJournal("pwrite64") && call.text().contains(id));
            Call synced = first(
                    calls,
                    call -> call.isOfJournal("fdatasync")
                            && call.text().endsWith("= 0")
                            && call.begun() > written.ended());
            Call told = first(
                    calls,
                    call -> call.isToSocket()
                            && call.text().contains("OK")
                            && call.text().contains(id));
            assertThat(told.begun()).as("%s before %s", told, synced).isGreaterThan(synced.ended());
        }
    }

    private static Call first(List<Call> calls, Predicate<Call> isWanted) {
        return calls.stream().filter(isWanted).findFirst().orElseThrow();
    }

    /// Puts together what strace tears apart when another thread calls in between.
    private static List<Call> calls(List<String> lines) {
        String tear = " <unfinished ...>";
        var calls = new ArrayList<Call>();
        Map<String, Call> unfinished = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (!line.matches()) continue;
            String thread = line.group(1);
            String text = line.group(2);
            Call begun = unfinished.remove(thread);
            if (text.endsWith(tear)) {
                unfinished.put(thread, new Call(text.substring(0, text.length() - tear.length()), i, i));
            } else {
                calls.add(begun == null ? new Call(text, i, i) : new Call(begun.text() + text, begun.begun(), i));
            }
        }
        return calls;
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
