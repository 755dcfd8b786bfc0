package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Kind;
import dev.muster.nostr.event.Rumor;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.event.Tags;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.nostr.wrap.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// A call that we make through the bot: what it says about each of those who are called.
final class OutgoingCall {
    /// The bot may ring for less.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Set<String> OVER = Set.of("answered", "declined", "busy", "missed");

    private final BotLine line;
    private final List<PublicKey> callees;
    private final Shell shell;
    private final Output output;
    private final String callId;

    /// What was heard last of each.
    private final Map<PublicKey, String> heard = new LinkedHashMap<>();

    OutgoingCall(BotLine line, List<PublicKey> callees, Shell shell, Output output) {
        this.line = line;
        this.callees = callees.stream().distinct().toList();
        this.shell = shell;
        this.output = output;
        byte[] seed = new byte[16];
        shell.random().nextBytes(seed);
        seed[6] = (byte) ((seed[6] & 0x0f) | 0x40);
        seed[8] = (byte) ((seed[8] & 0x3f) | 0x80);
        var bits = ByteBuffer.wrap(seed);
        this.callId = new UUID(bits.getLong(), bits.getLong()).toString();
    }

    /// Has the bot ring them. It isn't told where we are: no session description.
    void begin(boolean isVideo, String room) throws InterruptedException {
        String type = isVideo ? "video" : "voice";
        Instant until = until();
        var tags = new ArrayList<Tag>();
        callees.forEach(callee -> tags.add(Tag.of("p", callee.hex())));
        tags.add(Tag.of("call-id", callId));
        tags.add(Tag.of("call-type", type));
        tags.add(Tag.of("expiration", Long.toString(until.getEpochSecond())));
        if (!room.isEmpty()) tags.add(Tag.of("r", room));
        say(Kind.BUILDIT_CALL_OFFER, tags, content().with("callType", type).with("sdp", ""), until);
    }

    /// Calls no more.
    private void hangUp() throws InterruptedException {
        List<Tag> tags = List.of(Tag.of("p", line.bot().hex()), Tag.of("call-id", callId));
        say(Kind.BUILDIT_CALL_HANGUP, tags, content().with("reason", "cancelled"), until());
        for (PublicKey callee : callees) if (!isOver(callee)) print(callee, "cancelled", "", 0, 0);
    }

    private Instant until() {
        return shell.clock().instant().plus(LONGEST);
    }

    private JsonObject content() {
        return new JsonObject()
                .with("_v", "1.0.0")
                .with("callId", callId)
                .with("timestamp", shell.clock().instant().toEpochMilli());
    }

    private void say(int kind, List<Tag> tags, JsonObject content, Instant until) throws InterruptedException {
        Rumor rumor = line.rumor(kind, new Tags(tags), new String(content.bytes(), UTF_8));
        line.sayNow(rumor, until);
    }

    /// Prints what is heard, and says whether that is what was wanted: an answer, or phones that ring.
    ///
    /// @param stays whether until it is over, and not only until phones ring
    /// @param length after which to hang up
    boolean follow(boolean stays, Optional<Duration> length, Duration patience) throws InterruptedException {
        Duration longest = stays ? length.orElse(LONGEST.plus(patience)) : patience;
        try (var _ = new Interruption()) {
            try {
                if (!listen(stays, longest) && stays) hangUp();
            } catch (InterruptedException e) {
                // Ctrl-C: whoever called has gone, and nobody is to run to the phone.
                hangUp();
                return false;
            }
        }
        callees.stream().filter(callee -> !heard.containsKey(callee)).forEach(this::unheard);
        return heard.values().stream()
                .anyMatch(status -> status.equals("answered") || (!stays && status.equals("ringing")));
    }

    private boolean listen(boolean stays, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!callees.stream().allMatch(callee -> stays ? isOver(callee) : heard.containsKey(callee))) {
            Optional<Message> next = line.next(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            if (next.isEmpty()) return false;
            hear(next.get().rumor());
        }
        return true;
    }

    private boolean isOver(PublicKey callee) {
        return OVER.contains(heard.getOrDefault(callee, ""));
    }

    private void hear(Rumor rumor) {
        boolean isOurs = rumor.tags().value("call-id").filter(callId::equals).isPresent();
        Optional<String> status = rumor.tags().value("status");
        if (!isOurs || status.isEmpty()) return;
        for (PublicKey callee : callees) {
            if (!rumor.tags().value("callee").equals(Optional.of(callee.hex()))) continue;
            Optional<Tag> devices = rumor.tags().first("devices");
            heard.put(callee, status.get());
            print(
                    callee,
                    Shell.printable(status.get()).replace('\n', ' '),
                    remark(status.get(), devices),
                    devices.map(tag -> count(tag.at(1))).orElse(0L),
                    devices.map(tag -> count(tag.at(2))).orElse(0L));
        }
    }

    private static long count(String digits) {
        return digits.matches("\\d{1,6}") ? Long.parseLong(digits) : 0;
    }

    private static String remark(String status, Optional<Tag> devices) {
        return switch (status) {
            case "ringing" ->
                devices.map(tag -> ": " + count(tag.at(1)) + " of " + count(tag.at(2)) + " devices")
                        .orElse("");
            case "unreachable" -> ": no phone of theirs can be woken; where they are online they may still answer";
            case "busy" -> ": on another call";
            default -> "";
        };
    }

    private void print(PublicKey callee, String status, String remark, long taken, long devices) {
        String npub = new Npub(callee).encode();
        output.print(
                npub + "  " + status + remark,
                new JsonObject()
                        .with("callId", callId)
                        .with("callee", callee.hex())
                        .with("npub", npub)
                        .with("status", status)
                        .with("taken", taken)
                        .with("devices", devices));
    }

    private void unheard(PublicKey callee) {
        shell.complain("nothing was heard about " + new Npub(callee).encode()
                + ": they don't let you ring, which nobody is told, or the bot isn't there (muster bot status)");
    }

    /// While it is open, Ctrl-C interrupts who has opened it, and the process ends when it is closed.
    private final class Interruption implements AutoCloseable {
        private static final long LONGEST_SECONDS = 5;

        private final Thread caller = Thread.currentThread();
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Thread hook = new Thread(this::interrupt, "hang-up");

        Interruption() {
            Runtime.getRuntime().addShutdownHook(hook);
        }

        private void interrupt() {
            caller.interrupt();
            try {
                var _ = closed.await(LONGEST_SECONDS, SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // Before the hook ends, which lets the process end at once.
                shell.complain("hung up");
                closed.countDown();
            }
        }
    }
}
