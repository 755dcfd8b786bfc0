package dev.muster.sms.carrier.smpp;

import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Texts over SMPP.
public final class SmppCarrier implements Carrier {
    private static final String NAME = "smpp";

    /// Between two tries of a part, when other parts of its text are with the SMSC already.
    private static final Duration AGAIN = Duration.ofMillis(200);

    /// So long an SMSC that has asked for a pause isn't a good choice.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SmppConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Sockets sockets;
    private final Submissions submissions;
    private final Ids ids;
    private volatile @Nullable Deliveries deliveries;
    private volatile List<Link> links = List.of();
    private volatile @Nullable Link sending;
    private volatile Instant pausedUntil = Instant.MIN;

    /// @throws IOException if the file of authorities can't be read
    public SmppCarrier(SmppConfig config, InstantSource clock, RandomGenerator random) throws IOException {
        this.config = config;
        this.clock = clock;
        this.random = random;
        sockets = Sockets.of(config);
        submissions = new Submissions(config, random);
        ids = new Ids(config.receiptIds());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Means> means() {
        return config.bind() == Bind.RECEIVER ? Set.of() : Set.of(Means.SMS);
    }

    @Override
    public void start(Ears ears) {
        var hearing = new Deliveries(
                NAME, config, clock, ids, config.enquireInterval().plus(Session.PATIENCE), ears);
        deliveries = hearing;
        links = config.bind().types().stream()
                .map(type -> new Link(type, config, sockets, ids, hearing, clock, random))
                .toList();
        if (config.bind() != Bind.RECEIVER) sending = links.getFirst();
        links.forEach(Link::start);
    }

    /// The parts of a long text go one after the other. As soon as the SMSC has one, the message can't be tried again
    /// as
    /// a whole; a part that certainly wasn't taken can.
    @Override
    public Answer send(Outgoing message, Duration patience) throws InterruptedException {
        Link link = sending;
        if (message.means() != Means.SMS || !message.media().isEmpty())
            return new Answer.Refused("", "nothing but texts goes by SMPP", false);
        if (link == null) return Session.NOT_BOUND;
        List<Submission> parts = submissions.of(message);
        if (parts.isEmpty()) return new Answer.Refused("", "too long for a text", false);
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> taken = new ArrayList<>();
        while (taken.size() < parts.size()) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            Answer answer = link.submit(parts.get(taken.size()), left.isPositive() ? left : Duration.ZERO);
            switch (answer) {
                case Answer.Accepted accepted -> taken.addAll(accepted.ids());
                case Answer.Refused refused -> {
                    return refused;
                }
                case Answer.TextOnly textOnly -> {
                    return textOnly;
                }
                case Answer.Unknown unknown -> {
                    return unknown;
                }
                case Answer.Later later -> {
                    if (later.isForAll()) pausedUntil = clock.instant().plus(PAUSE);
                    if (taken.isEmpty()) return later;
                    // The next try is to have time for its answer: what nobody answers may have gone.
                    if (deadline - System.nanoTime() < 2 * AGAIN.toNanos())
                        return new Answer.Unknown("the SMSC has taken " + taken.size() + " of " + parts.size()
                                + " parts, and then: " + later.reason());
                    Thread.sleep(AGAIN);
                }
            }
        }
        return new Answer.Accepted(taken);
    }

    @Override
    public Optional<String> trouble() {
        Link link = sending;
        if (link == null) return Optional.of("nothing is sent by it: its bind is for receiving only");
        if (link.trouble().isPresent()) return link.trouble();
        return clock.instant().isBefore(pausedUntil)
                ? Optional.of("the SMSC is busy, and left alone for a moment")
                : Optional.empty();
    }

    @Override
    public void close() {
        links.forEach(Link::close);
        Deliveries hearing = deliveries;
        if (hearing != null) hearing.close();
    }
}
