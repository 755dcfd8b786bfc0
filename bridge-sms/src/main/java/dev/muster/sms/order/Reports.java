package dev.muster.sms.order;

import dev.muster.kit.ledger.Change;
import dev.muster.kit.ledger.Entry;
import dev.muster.kit.ledger.Shelf;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Role;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Alarm;
import dev.muster.kit.timer.Timers;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.Tag;
import dev.muster.sms.broadcast.Broadcast;
import dev.muster.sms.broadcast.Broadcast.Status;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.broadcast.Broadcasts.Standing;
import dev.muster.sms.broadcast.Figures;
import dev.muster.sms.broadcast.Recipient;
import dev.muster.sms.send.State;
import dev.muster.sms.send.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells whoever has ordered a broadcast how it went, and nobody else: a person when all of it has gone and when no
/// more
/// is to be expected, a bot whenever something becomes of somebody's text.
public final class Reports implements Broadcasts.News {
    private static final String BELL = "broadcast-report";

    /// What happens within a moment is one letter.
    private static final Duration MOMENT = Duration.ofSeconds(2);

    /// What carriers haven't said by then they won't say.
    private static final Duration RECEIPTS_COME = Duration.ofDays(1);

    /// So many recipients fit into one letter.
    private static final int IN_A_LETTER = 200;

    private static final Shelf<News> NEWS = new Shelf<>("broadcast-news", News.class);
    private static final Shelf<Stopped> STOPPED = new Shelf<>("broadcast-stopped", Stopped.class);
    private static final Shelf<Sent> SENT = new Shelf<>("broadcast-reports", Sent.class);

    private final Means means;

    /// What reports stand on.
    public record Means(Broadcasts broadcasts, Roles roles, Replies replies, Timers timers, InstantSource clock) {}

    /// What has become of one recipient's text and wasn't told yet.
    ///
    /// @param whom what whoever ordered it calls the recipient
    private record News(String whom, State state, String reason, Instant at) {}

    private record Sent(int count) {}

    private record Stopped(Instant at) {}

    /// Hears of those broadcasts, and has its alarms rung by those timers; both are to be started afterwards.
    public Reports(Means means) {
        this.means = means;
        means.timers().with(BELL, this::report);
        means.broadcasts().telling(this);
    }

    @Override
    public void recipient(Change change, Broadcast broadcast, Recipient recipient, Text text) {
        PublicKey by = broadcast.by().orElse(null);
        if (by == null || text.state() == State.SENDING) return;
        boolean isTrouble = switch (text.state()) {
            case FAILED, BLOCKED, EXPIRED, UNKNOWN -> true;
            case HELD, QUEUED, SENDING, SENT, DELIVERED, READ, CANCELLED -> false;
        };
        boolean isForBot = isBot(change, by);
        if (isForBot || isTrouble) {
            change.put(
                    NEWS.at(broadcast.id(), text.id()),
                    new News(
                            whom(recipient, text),
                            text.state(),
                            text.reason(),
                            text.standing().changed()));
        } else {
            change.remove(NEWS.at(broadcast.id(), text.id()));
        }
        boolean isOver = broadcast.status() == Status.SENT && isFinal(change, broadcast);
        if (isForBot || isOver || isStoppedByCost(change, broadcast, text)) soon(change, broadcast);
    }

    /// The money is spent, and only a person can do something about it: that is said once.
    private static boolean isStoppedByCost(Change change, Broadcast broadcast, Text text) {
        if (text.state() != State.HELD || !text.reason().equals("cost")) return false;
        if (change.has(STOPPED.at(broadcast.id()))) return false;
        change.put(STOPPED.at(broadcast.id()), new Stopped(text.standing().changed()));
        return true;
    }

    @Override
    public void unreachable(Change change, Broadcast broadcast, Recipient recipient, String reason) {
        if (broadcast.by().isEmpty()) return;
        String who = recipient.ref().isEmpty() ? "?" : recipient.ref();
        change.put(
                NEWS.at(broadcast.id(), who),
                new News(who, State.BLOCKED, reason, means.clock().instant()));
        if (isBot(change, broadcast.by().get())) soon(change, broadcast);
    }

    private static String whom(Recipient recipient, Text text) {
        return recipient.ref().isEmpty() ? "tel:" + text.to().masked() : recipient.ref();
    }

    private boolean isBot(Change change, PublicKey person) {
        return means.roles().of(change, person).contains(Role.BOT);
    }

    private boolean isFinal(Change change, Broadcast broadcast) {
        return means.broadcasts()
                .get(change, broadcast.id())
                .map(Standing::figures)
                .filter(figures -> figures.waiting() + figures.count(State.SENT, State.UNKNOWN) == 0)
                .isPresent();
    }

    /// An alarm that is set for earlier stays: where something happens all the time, there is a letter all the same.
    private void soon(Change change, Broadcast broadcast) {
        Instant soon = means.clock().instant().plus(MOMENT);
        boolean isSet = means.timers()
                .due(change, BELL, broadcast.id())
                .filter(due -> !due.isAfter(soon))
                .isPresent();
        if (!isSet) means.timers().set(change, BELL, broadcast.id(), soon);
    }

    @Override
    public void stage(Change change, Broadcast broadcast) {
        boolean isOver = broadcast.status() == Status.SENT || broadcast.status() == Status.CANCELLED;
        if (isOver && broadcast.by().isPresent()) soon(change, broadcast);
    }

    @Override
    public void forgotten(Change change, Broadcast broadcast) {
        change.under(NEWS.at(broadcast.id())).forEach(news -> change.remove(news.place()));
        change.remove(STOPPED.at(broadcast.id()));
        change.remove(SENT.at(broadcast.id()));
    }

    private void report(Change change, Alarm alarm) {
        Standing standing = means.broadcasts().get(change, alarm.name()).orElse(null);
        if (standing == null) return;
        Broadcast broadcast = standing.broadcast();
        PublicKey by = broadcast.by().orElseThrow();
        List<Entry<News>> news = change.under(NEWS.at(broadcast.id()));
        boolean isForBot = isBot(change, by);
        List<Entry<News>> told = news.subList(0, Math.min(IN_A_LETTER, news.size()));
        told.forEach(entry -> change.remove(entry.place()));
        if (isForBot && told.isEmpty()) return;
        int count = change.get(SENT.at(broadcast.id())).map(Sent::count).orElse(0);
        change.put(SENT.at(broadcast.id()), new Sent(count + 1));
        List<Tag> tags = new ArrayList<>();
        tags.add(Tag.of("broadcast", broadcast.id(), broadcast.status().word()));
        if (!broadcast.title().isEmpty()) tags.add(Tag.of("subject", "Report: " + broadcast.title()));
        told.forEach(entry -> tags.add(delivery(entry.value())));
        tags.addAll(counts(standing.figures()));
        String text = isForBot ? "" : Summary.of(standing);
        means.replies().tell(change, "report-" + broadcast.id() + "-" + count, by, text, tags.toArray(Tag[]::new));
        if (news.size() > told.size())
            means.timers().set(change, BELL, broadcast.id(), means.clock().instant());
        else again(change, broadcast, count);
    }

    /// One more letter to a person when no more receipts are to be expected.
    private void again(Change change, Broadcast broadcast, int count) {
        Optional<Instant> set = means.timers().due(change, BELL, broadcast.id());
        boolean isLast = count > 0 || broadcast.status() != Status.SENT || isFinal(change, broadcast);
        if (set.isEmpty() && !isLast) {
            means.timers()
                    .set(change, BELL, broadcast.id(), means.clock().instant().plus(RECEIPTS_COME));
        }
    }

    private static Tag delivery(News news) {
        String at = Long.toString(news.at().getEpochSecond());
        return Tag.of("delivery", news.whom(), "sms", word(news.state()), at, news.reason());
    }

    /// The words that all channels have in common.
    private static String word(State state) {
        return switch (state) {
            case HELD, QUEUED, SENDING -> "queued";
            case SENT -> "sent";
            case UNKNOWN -> "unknown";
            case DELIVERED, READ -> "delivered";
            case FAILED -> "failed";
            case EXPIRED, CANCELLED -> "expired";
            case BLOCKED -> "blocked";
        };
    }

    private static List<Tag> counts(Figures figures) {
        List<Tag> tags = new ArrayList<>();
        tags.add(count("recipients", figures.total()));
        for (State state : State.values()) {
            if (figures.count(state) > 0) tags.add(count(state.word(), figures.count(state)));
        }
        figures.reasons().forEach((reason, times) -> tags.add(count(reason, times)));
        figures.channels().forEach((channel, times) -> tags.add(count(channel, times)));
        tags.add(count("opened", figures.opened()));
        tags.add(count("replied", figures.replied()));
        tags.add(count("opted_out", figures.optedOut()));
        tags.add(Tag.of("count", "segments", Long.toString(figures.segments())));
        tags.add(Tag.of("count", "cost", Long.toString(figures.spent())));
        return tags;
    }

    private static Tag count(String what, int count) {
        return Tag.of("count", what, Integer.toString(count));
    }
}
