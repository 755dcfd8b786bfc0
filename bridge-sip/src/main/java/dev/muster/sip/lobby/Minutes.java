package dev.muster.sip.lobby;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// How long somebody may still talk: as long as somebody pays, and no longer than anybody. One thread at a time.
final class Minutes {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// So long before a minute is over the next one has to be paid.
    private static final Duration NOTICE = Duration.ofSeconds(15);

    private final Duration longest;
    private final BooleanSupplier pays;
    private int paid = 1;
    private boolean isWarned;

    enum Verdict {
        GO_ON,
        /// They are to hear that it ends soon: told once.
        WARN,
        END
    }

    /// The first one is paid.
    ///
    /// @param pays pays one more, if that is possible
    Minutes(Duration longest, BooleanSupplier pays) {
        this.longest = longest;
        this.pays = pays;
    }

    Verdict look(Instant answered, Instant now) {
        Duration talked = Duration.between(answered, now);
        Duration left = longest.minus(talked);
        Duration ofPaid = MINUTE.multipliedBy(paid).minus(talked);
        if (!left.isPositive() || !ofPaid.isPositive()) return Verdict.END;
        boolean canGoOn = ofPaid.compareTo(NOTICE) > 0 || prolong();
        if (isWarned || (canGoOn && left.compareTo(MINUTE) > 0)) return Verdict.GO_ON;
        isWarned = true;
        return Verdict.WARN;
    }

    private boolean prolong() {
        boolean isPaid = pays.getAsBoolean();
        if (isPaid) {
            paid++;
            isWarned = false;
        }
        return isPaid;
    }
}
