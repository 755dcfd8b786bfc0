package dev.muster.sms.hear;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.number.Numbers;
import dev.muster.kit.number.PhoneNumber;
import dev.muster.kit.timer.Timers;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.Keyword;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.PhoneLinks;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.send.Aftercare;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Draft;
import dev.muster.sms.send.Texts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hears what carriers bring, and decides what it means. All of it is one change: when the carrier is told that we have
/// it, whoever has opted out has.
public final class Hearing implements Ears {
    /// So long a carrier may bring something again.
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /// An answer to STOP that comes later than that is one text too many.
    private static final Duration CONFIRMED_WITHIN = Duration.ofMinutes(5);

    private static final Duration HELPED_EVERY = Duration.ofDays(1);
    private static final int FORGOTTEN_AT_ONCE = 200;

    /// An answer to a text with a code: the word in capitals or not, with whatever between.
    private static final Pattern YES_WITH_CODE =
            Pattern.compile("\\W*yes\\W+([0-9]{6})\\W*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private static final Shelf<Heard> HEARD = new Shelf<>("heard-text", Heard.class);
    private static final Shelf<Heard> HEARD_BY_TIME = new Shelf<>("heard-text-time", Heard.class);
    private static final Shelf<Heard> HELPED = new Shelf<>("helped", Heard.class);

    private final Means means;
    private final Parts parts;

    /// What hearing stands on.
    ///
    /// @param region where numbers are from that don't begin with a plus sign
    public record Means(
            Ledger ledger,
            Timers timers,
            Texts texts,
            Dispatch dispatch,
            Aftercare aftercare,
            Consents consents,
            OptOuts optOuts,
            PhoneLinks links,
            Broadcasts broadcasts,
            WordsConfig words,
            String region,
            InstantSource clock,
            People people) {}

    /// Those who read and answer, and are told what somebody decides.
    public interface People {
        /// Somebody has written, and a person should read it.
        ///
        /// @param number empty if the sender is nobody who can be answered
        /// @param isPerhapsStop whether it may mean that they want no more texts: they get none until a person
        /// decides
        void said(Change change, Incoming.Said said, Optional<PhoneNumber> number, boolean isPerhapsStop);

        /// Somebody wants no more texts, or wants them again.
        ///
        /// @param our our number that they have written to; empty if they haven't written
        void decided(Change change, String our, PhoneNumber number, Decision decision);
    }

    /// What somebody with a phone decides about it.
    public enum Decision {
        OPTED_OUT,
        PERHAPS_OPTED_OUT,
        OPTED_IN,
        LINKED
    }

    private record Heard(Instant at) {}

    /// Has its alarms rung by those timers, which are to be started afterwards.
    public Hearing(Means means) {
        this.means = means;
        parts = new Parts(means.timers(), means.clock(), this::said);
    }

    @Override
    public void hear(Incoming incoming) {
        means.ledger().alter(change -> {
            switch (incoming) {
                case Incoming.Receipt receipt -> {
                    // One that nobody knows waits in there for its text.
                    boolean _ = means.texts().reported(change, receipt);
                }
                case Incoming.OptedOut(var _, var number) -> optOut(change, "", number, OptOut.Source.CARRIER);
                case Incoming.Said said -> {
                    if (isNews(change, said.carrier(), said.key())) said(change, said);
                    // What is with it has to be fetched first.
                    if (said.media().isEmpty()) means.aftercare().forget(change, said.carrier(), said.key());
                }
                case Incoming.Part part -> {
                    if (isNews(change, part.carrier(), part.key())) parts.hear(change, part);
                }
            }
        });
    }

    private boolean isNews(Change change, String carrier, String key) {
        Instant now = means.clock().instant();
        if (change.has(HEARD.at(carrier, key))) return false;
        change.put(HEARD.at(carrier, key), new Heard(now));
        change.put(HEARD_BY_TIME.at(now, carrier, key), new Heard(now));
        for (Entry<Heard> old : change.upTo(now.minus(REMEMBERED), HEARD_BY_TIME, FORGOTTEN_AT_ONCE)) {
            change.remove(old.place());
            change.remove(HEARD.at(old.place().names().toArray(String[]::new)));
        }
        return true;
    }

    private void said(Change change, Incoming.Said said) {
        Optional<PhoneNumber> number = Numbers.sender(said.from(), means.region());
        if (number.isEmpty()) means.people().said(change, said, number, false);
        else said(change, said, number.get());
    }

    private void said(Change change, Incoming.Said said, PhoneNumber number) {
        means.consents().wrote(change, number);
        boolean isDone = Keyword.of(said.text())
                .map(keyword -> keyword(change, said, number, keyword))
                .orElseGet(() -> isLink(change, said, number));
        if (isDone) return;
        means.broadcasts().replied(change, number);
        boolean isPerhapsStop = Keyword.isPerhapsStop(said.text());
        boolean isNews = isPerhapsStop
                && means.optOuts().suspect(change, number, means.clock().instant());
        if (isNews) means.people().decided(change, said.to(), number, Decision.PERHAPS_OPTED_OUT);
        means.people().said(change, said, Optional.of(number), isPerhapsStop);
    }

    /// Says whether that was all there is to do.
    private boolean keyword(Change change, Incoming.Said said, PhoneNumber number, Keyword keyword) {
        return switch (keyword) {
            case STOP -> {
                boolean isNews = optOut(change, said.to(), number, OptOut.Source.KEYWORD);
                boolean isOurs = means.words().confirmsStop() && !said.isAnswered();
                if (isNews && isOurs) answer(change, said, number, means.words().stopped());
                yield true;
            }
            case START -> {
                if (means.optOuts().lift(change, number)) {
                    means.people().decided(change, said.to(), number, Decision.OPTED_IN);
                    if (!said.isAnswered())
                        answer(change, said, number, means.words().started());
                }
                yield true;
            }
            case HELP -> {
                if (!said.isAnswered() && isFirstToday(change, number)) {
                    answer(change, said, number, means.words().help());
                }
                yield true;
            }
            case YES -> {
                boolean isAnswer = means.consents().agree(change, number);
                if (isAnswer) {
                    means.people().decided(change, said.to(), number, Decision.OPTED_IN);
                    answer(change, said, number, means.words().agreed());
                }
                yield isAnswer;
            }
        };
    }

    private boolean isLink(Change change, Incoming.Said said, PhoneNumber number) {
        Matcher code = YES_WITH_CODE.matcher(said.text());
        if (!code.matches()
                || means.links().confirm(change, number, code.group(1)).isEmpty()) return false;
        means.people().decided(change, said.to(), number, Decision.LINKED);
        answer(change, said, number, means.words().agreed());
        return true;
    }

    /// Says whether that is news.
    private boolean optOut(Change change, String our, PhoneNumber number, OptOut.Source source) {
        boolean isNews = means.optOuts()
                .add(change, number, new OptOut(source, means.clock().instant()));
        if (isNews) {
            means.broadcasts().optedOut(change, number);
            means.people().decided(change, our, number, Decision.OPTED_OUT);
        }
        return isNews;
    }

    private boolean isFirstToday(Change change, PhoneNumber number) {
        Instant now = means.clock().instant();
        boolean wasHelped = change.get(HELPED.at(number.e164()))
                .filter(last -> last.at().plus(HELPED_EVERY).isAfter(now))
                .isPresent();
        if (!wasHelped) change.put(HELPED.at(number.e164()), new Heard(now));
        return !wasHelped;
    }

    private void answer(Change change, Incoming.Said said, PhoneNumber number, String text) {
        if (text.isBlank()) return;
        Instant until = means.clock().instant().plus(CONFIRMED_WITHIN);
        Draft draft = Draft.of("answer-" + name(said), number, text, Purpose.CONFIRMATION, until);
        var _ = means.dispatch().submit(change, draft.from(said.to()));
    }

    /// The same for the same text, and nothing that a carrier's key might say.
    private static String name(Incoming.Said said) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((said.carrier() + "\0" + said.key()).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
