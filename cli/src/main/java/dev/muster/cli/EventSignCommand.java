package dev.muster.cli;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Event;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.ProofOfWork;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `muster event sign`: drafts in, events out.
@Command(
        name = "sign",
        description = {
            "Signs events and prints them as JSON, one a line.",
            "Either one event, made from --kind, --content, --tag and --created-at; or those that come on standard"
                + " input as JSON, one a line. What these leave out is filled in: pubkey, created_at (now), kind (1),"
                + " tags (none), content (empty). Their id and sig are made anew."
        },
        footer = {
            "  muster event sign --key alice.key --content 'Hello' --tag t=training",
            "  echo '{\"kind\":1,\"content\":\"Hello\"}' | muster event sign --key alice.key --pow 16"
        })
final class EventSignCommand implements Callable<Integer> {
    /// From here on it takes long enough to say so.
    private static final int SLOW_WORK = 20;

    @ArgGroup(exclusive = false, heading = "One event:%n")
    private @Nullable Fields fields;

    @Option(
            names = "--pow",
            paramLabel = "BITS",
            description = "Try nonces until the id begins with so many zero bits (NIP-13); each bit doubles the time.")
    private int work;

    @Mixin
    private final Identity identity;

    private final Shell shell;

    /// What an event is made from.
    private static final class Fields {
        @Option(names = "--kind", paramLabel = "KIND", description = "Its kind (default 1, a note).")
        private int kind = Kind.TEXT_NOTE;

        @Option(
                names = "--content",
                paramLabel = "TEXT",
                description = "Its content; - takes all of standard input (default empty).")
        private String content = "";

        @Option(
                names = "--tag",
                paramLabel = "NAME=VALUE",
                description =
                        "A tag; may come more than once. One with more values as JSON: '[\"r\",\"wss://…\",\"read\"]'.")
        private List<Tag> tags = List.of();

        @Option(names = "--created-at", paramLabel = "TIME", description = "When it was made (default now).")
        private @Nullable Instant createdAt;
    }

    EventSignCommand(Shell shell) {
        this.shell = shell;
        this.identity = new Identity(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (work < 0 || work > 256) throw Failure.usage("--pow lies between 0 and 256 bits, not " + work);
        SecretKey key = identity.key();
        if (work >= SLOW_WORK) shell.complain("working: an id of " + work + " zero bits takes a while");
        if (fields != null) {
            shell.print(sign(rumor(fields, key), key).json());
            return ExitCode.OK;
        }
        return LineByLine.run(shell, "events", line -> {
            var draft = new Draft(key.publicKey(), shell.clock().instant(), Kind.TEXT_NOTE);
            return List.of(sign(draft.read(line.bytes()), key).json());
        });
    }

    private Rumor rumor(Fields fields, SecretKey key) {
        String content = fields.content.equals("-") ? shell.readAll() : fields.content;
        Instant createdAt = fields.createdAt == null ? shell.clock().instant() : fields.createdAt;
        try {
            return new Rumor(key.publicKey(), createdAt.getEpochSecond(), fields.kind, new Tags(fields.tags), content);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private Event sign(Rumor rumor, SecretKey key) {
        Rumor worked = work == 0
                ? rumor
                : ProofOfWork.mine(rumor, work, () -> !Thread.currentThread().isInterrupted());
        return worked.sign(key, shell.random());
    }
}
