package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the commands about texts ask of the running bot.
final class SmsDesk {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);
    private static final int SHOWN = 2;

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

    /// Such as `•••23`: what is on a screen is seen by others, and --json shows all.
    static String masked(String number) {
        return "•••" + number.substring(Math.max(0, number.length() - SHOWN));
    }

    static String time(long seconds) {
        return MINUTE.format(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC)) + " UTC";
    }
}
