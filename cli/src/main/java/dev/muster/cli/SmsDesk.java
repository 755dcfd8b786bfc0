package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import dev.muster.sms.TextCare;
import dev.muster.sms.TextCare.Fate;
import dev.muster.sms.TextCare.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// What the commands about texts ask of the running bot.
final class SmsDesk {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);
    private static final int SHOWN = 2;

    /// In milliseconds.
    static final long BETWEEN_QUESTIONS = 250;

    private static final Set<String> COME_TO_REST =
            Set.of("delivered", "read", "failed", "expired", "blocked", "cancelled", "held", "unknown");

    private static final Listener NOBODY = new Listener() {
        @Override
        public void progress(long done, long total) {
            // It takes a moment.
        }

        @Override
        public void line(byte[] line) {
            throw new IllegalStateException("only a result was expected");
        }
    };

    private final BotSettings settings;

    SmsDesk(BotSettings settings) {
        this.settings = settings;
    }

    <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        return ControlClient.of(settings.bot().data())
                .orElseThrow(() -> new Failure("the bot for texts isn't running: start it first (muster sms)"))
                .run(operation, arguments, NOBODY);
    }

    /// Hears of each news of a text, until there is none for so long or none is to come; says what was the last.
    Fate follow(Fate first, Duration patience, Consumer<Fate> news) throws InterruptedException {
        Fate last = first;
        long deadline = System.nanoTime() + patience.toNanos();
        while (COME_TO_REST.stream().noneMatch(last.state()::equals) && System.nanoTime() < deadline) {
            Thread.sleep(BETWEEN_QUESTIONS);
            Fate now = ask(TextCare.FATE, new Named(last.id()));
            if (now.equals(last)) continue;
            last = now;
            deadline = System.nanoTime() + patience.toNanos();
            news.accept(now);
        }
        return last;
    }

    /// What a state means, and what to do about it.
    static String explained(Fate fate) {
        String reason = fate.reason();
        return switch (fate.state()) {
            case "queued" -> "queued: it waits for its turn, or for a carrier that is connected";
            case "held" -> "held: " + held(reason);
            case "sending" -> "sending: the carrier is being asked";
            case "sent" -> "sent: the carrier has it, and hasn't said yet whether the phone has";
            case "delivered" -> "delivered: the phone has it";
            case "read" -> "read";
            case "unknown" -> "unknown: perhaps the carrier has it. It is never sent again; a receipt may settle it";
            case "blocked" -> "blocked: " + blocked(reason);
            case "failed" ->
                "failed: the carrier says " + reason + "; what that means is in its own list of error codes";
            case "expired" -> "expired: its time was over before it was there";
            default -> fate.state();
        };
    }

    private static String held(String reason) {
        return switch (reason) {
            case "quiet" -> "it is night there; it goes in the morning";
            case "cost" -> "the ceiling of what may be spent is reached (sms.ceilings)";
            case "rate" -> "the carrier takes no more today";
            case "perhaps_opt_out" -> "they may have asked for no more texts; an operator is to decide";
            default -> reason;
        };
    }

    private static String blocked(String reason) {
        return switch (reason) {
            case "no_consent" -> "they haven't agreed to get texts (muster contact)";
            case "opt_out" -> "they want no texts; only they can change that, by START";
            case "no_carrier" -> "no carrier goes there";
            case "no_10dlc" -> "carriers in the United States ask for a registration (sms.ten_dlc)";
            default -> reason;
        };
    }

    /// Such as `•••23`: what is on a screen is seen by others, and --json shows all.
    static String masked(String number) {
        return "•••" + number.substring(Math.max(0, number.length() - SHOWN));
    }

    static String time(long seconds) {
        return MINUTE.format(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC)) + " UTC";
    }
}
