package dev.muster.cli;

import dev.muster.cli.Lines.Line;
import dev.muster.nostr.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// `muster event verify`: whether events are what they say.
@Command(
        name = "verify",
        description = {
            "Reads events as JSON, one a line, and says for each whether its id and signature are right, or what is"
                    + " wrong.",
            "Exits with 1 if any is wrong."
        },
        footer = {
            "  muster event verify < events.jsonl",
            "  muster req wss://relay.example.org --limit 10 | muster event verify"
        })
final class EventVerifyCommand implements Callable<Integer> {
    @Mixin
    private final Output output;

    private final Shell shell;

    EventVerifyCommand(Shell shell) {
        this.shell = shell;
        this.output = new Output(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        var anyIsWrong = new AtomicBoolean();
        int exitCode = LineByLine.run(shell, "events", line -> {
            Finding finding = Finding.of(line);
            if (finding.flaw().isPresent()) anyIsWrong.set(true);
            return List.of(output.line(finding.text(), finding.json().bytes()));
        });
        return anyIsWrong.get() ? ExitCode.SOFTWARE : exitCode;
    }

    /// @param id what the event calls itself, if it got so far
    private record Finding(long line, Optional<String> id, Optional<String> flaw) {
        static Finding of(Line line) {
            try {
                Event event = Event.parse(line.bytes());
                return new Finding(line.number(), Optional.of(event.id().hex()), event.flaw());
            } catch (IllegalArgumentException e) {
                return new Finding(line.number(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
            }
        }

        String text() {
            String name = id.orElse("line " + line);
            return flaw.map(what -> "bad  " + name + ": " + what).orElse("ok   " + name);
        }

        JsonObject json() {
            var json = new JsonObject().with("line", line);
            id.ifPresent(hex -> json.with("id", hex));
            json.with("ok", flaw.isEmpty());
            flaw.ifPresent(what -> json.with("flaw", what));
            return json;
        }
    }
}
