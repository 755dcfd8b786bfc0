package dev.muster.cli;

import dev.muster.kit.control.ControlClient;
import dev.muster.kit.control.Operation;
import dev.muster.kit.control.Operation.Listener;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the commands about calls ask of the running bot.
final class SipDesk {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ENGLISH);

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

    SipDesk(BotSettings settings) {
        this.settings = settings;
    }

    BotSettings settings() {
        return settings;
    }

    <A extends Record, R extends Record> R ask(Operation<A, R> operation, A arguments) {
        return ControlClient.of(settings.bot().data())
                .orElseThrow(() -> new Failure("the bot for telephones isn't running: start it first (muster sip)"))
                .run(operation, arguments, NOBODY);
    }

    static String time(long seconds) {
        return SECOND.format(Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC)) + " UTC";
    }
}
