package dev.muster.sip;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.AccessCare;
import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Routes;
import dev.muster.kit.lifecycle.Parts;
import dev.muster.kit.lifecycle.StartFailure;
import dev.muster.kit.timer.Watch;
import dev.muster.sip.OurNumbers.Behind;
import dev.muster.sip.api.Api;
import dev.muster.sip.call.Apps;
import dev.muster.sip.call.Book;
import dev.muster.sip.call.Calls;
import dev.muster.sip.call.Reveals;
import dev.muster.sip.call.Unfinished;
import dev.muster.sip.credit.Credits;
import dev.muster.sip.credit.Rates;
import dev.muster.sip.gate.Gate;
import dev.muster.sip.lobby.Invitations;
import dev.muster.sip.lobby.Lobby;
import dev.muster.sip.menu.Guesses;
import dev.muster.sip.phone.Protection;
import dev.muster.sip.phrase.Phrasebook;
import dev.muster.sip.room.Rooms;
import dev.muster.sip.signal.Signals;
import dev.muster.sip.studio.Voices;
import dev.muster.sip.tone.Tone;
import dev.muster.sip.turn.Tickets;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.CallListener;
import dev.muster.sip.ua.Farewell;
import dev.muster.sip.ua.HangupReason;
import dev.muster.sip.ua.Origin;
import dev.muster.sip.ua.SipAgent;
import dev.muster.sip.ua.TrunkState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything about calls: who may make them, how voices go, what they cost, what becomes of them.
final class Telephony implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telephony.class);
    private static final int LOOK_FOR_END_MS = 100;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LOOK_AFTER_APPS = Duration.ofSeconds(15);

    private final Parts parts = new Parts();
    private final Desk desk;
    private final OurNumbers numbers;
    private final Trunks trunks;
    private final Signals signals;
    private final Calls calls;
    private final Lobby lobby;
    private final Invitations invitations;
    private final Book book;
    private final Reveals reveals;
    private final Tapes tapes;
    private final Unfinished unfinished;
    private final Api api;
    private final AccessCare access;
    private final Optional<SipApps> apps;
    private final Optional<SipAgent> agent;
    private final Watch watch;
    private final Forgetting forgetting;
    private final Duration drain;
    private volatile boolean isDraining;
    private final Watch roundsOfApps;

    /// Calls nobody yet.
    ///
    /// @param rooms where those come in who call a number for sessions
    /// @throws IOException if it can't listen where it is to listen, or a file can't be read
    Telephony(SipConfig config, Desk desk, Legs legs, Rooms rooms, Optional<Tickets> tickets, CallMeters meters)
            throws IOException {
        this.desk = desk;
        var clock = desk.clock();
        var random = desk.random();
        numbers = OurNumbers.of(config.numbers());
        trunks = new Trunks(config.trunks());
        var credits = new Credits(config.credits(), clock);
        book = new Book(credits, Rates.of(config.rates()), clock);
        reveals = new Reveals(book, desk.key(), clock, random);
        unfinished = new Unfinished(desk.ledger());
        var gate = new Gate(config.gate(), clock);
        var grants = new Access(clock, random);
        Phrasebook phrases = Phrasebook.open(config.phrases());
        tapes = parts.with(new Tapes(config, desk, book, grants, phrases));
        signals = new Signals(
                new Signals.Needs(
                        desk.ledger(),
                        book,
                        desk.roles(),
                        desk.post(),
                        desk.sender(),
                        desk.key(),
                        config.region(),
                        config.notifier(),
                        tapes.tapings(),
                        clock,
                        random,
                        desk.meters()::refused),
                this::calls);
        credits.telling(signals.peers());
        tapes.tapings().telling(signals.peers());
        book.telling(signals.peers());
        book.telling(meters);
        apps = config.apps().areThere() ? Optional.of(new SipApps(config, desk, this::unreachable)) : Optional.empty();
        var voices =
                new Voices(legs.web(), legs.phone(), legs.beat(), trunks, country(config.region()), tapes.tapings());
        calls = new Calls(new Calls.Needs(
                desk.ledger(),
                book,
                gate,
                voices,
                new Answering(numbers, desk.roles(), apps),
                signals.peers(),
                signals.peers(),
                numbers.usual(),
                config.gate().longest(),
                apps.map(known -> new Apps(voices.forApps(known.protection()), known::order)),
                clock,
                random));
        lobby = parts.with(new Lobby(
                new Lobby.Means(
                        desk.ledger(),
                        book,
                        gate,
                        rooms,
                        legs.phone(),
                        this::protection,
                        legs.beat(),
                        phrases,
                        account -> apps.flatMap(known -> known.owner(account)),
                        calls::newId,
                        calls::notNow,
                        numbers.ofRooms().orElseGet(numbers::usual),
                        config.gate().longest(),
                        clock),
                new Guesses(random)));
        invitations = new Invitations(
                lobby,
                new Invitations.Needs(
                        desk.ledger(),
                        rooms,
                        desk.roles(),
                        desk.replies(),
                        (reading, call) -> book.get(reading, call).isPresent(),
                        calls::newId,
                        signals.peers()::follows,
                        config.region(),
                        desk.meters()::refused,
                        clock));
        agent = config.hasTrunk() || apps.isPresent() ? Optional.of(parts.with(agent(config, desk))) : Optional.empty();
        parts.with(unfinished);
        access = new AccessCare(desk.ledger(), grants);
        api = new Api(new Api.Needs(
                desk.ledger(),
                grants,
                calls,
                book,
                credits,
                tickets,
                reveals,
                desk.roles(),
                tapes.tapings(),
                tapes.recordings(),
                signals.peers()::follows,
                config.region(),
                numbers.all(),
                config.agent().publicAddress().isEmpty()
                        ? config.agent().listen()
                        : config.agent().publicAddress(),
                clock));
        meters.watch(this::size, () -> agent.map(SipAgent::trunks).orElse(List.of()));
        forgetting = parts.with(new Forgetting(desk.ledger(), book, credits, config.keep(), clock));
        drain = config.drain();
        watch = parts.with(new Watch("calls", () -> {
            calls.look();
            return LOOK_AGAIN;
        }));
        roundsOfApps = parts.with(new Watch("apps", () -> {
            apps.ifPresent(SipApps::look);
            return LOOK_AFTER_APPS;
        }));
    }

    private SipAgent agent(SipConfig config, Desk desk) throws IOException {
        boolean usesTls = trunks.useTls() || (apps.isPresent() && config.apps().encrypted());
        try {
            return new SipAgent(
                    config.agent().config(usesTls),
                    trunks.configs(),
                    apps.map(SipApps::apps),
                    new Switch(),
                    desk.clock(),
                    desk.random());
        } catch (IOException e) {
            throw new StartFailure(e.getMessage() + " (sip.agent)", e);
        }
    }

    /// How telephones ring there.
    private static Tone.Country country(String region) {
        return Set.of("US", "CA").contains(region) ? Tone.Country.NORTH_AMERICA : Tone.Country.EUROPE;
    }

    /// Brings what telephones do to whom it concerns.
    private final class Switch implements CallListener {
        @Override
        public void happened(CallEvent event) {
            if (event instanceof CallEvent.Incoming incoming && isDraining) {
                incoming.call().hangUp(HangupReason.NETWORK_FAILURE);
            } else if (event instanceof CallEvent.Incoming incoming && isForRooms(incoming)) {
                lobby.comes(incoming);
            } else if (!lobby.happened(event)) {
                calls.happened(event);
            }
            if (event instanceof CallEvent.Ended) unfinished.forget(event.call().id());
        }

        @Override
        public void remember(Farewell farewell) {
            unfinished.remember(farewell);
        }

        private boolean isForRooms(CallEvent.Incoming incoming) {
            return numbers.called(incoming.called())
                    .filter(Behind.Rooms.class::isInstance)
                    .isPresent();
        }

        @Override
        public void changed(TrunkState state) {
            calls.changed(state);
        }
    }

    private Protection protection(Origin way) {
        return switch (way) {
            case Origin.Trunk(var name) -> trunks.by(name);
            case Origin.Account _ -> apps.map(SipApps::protection).orElse(Protection.MANDATORY);
        };
    }

    private Calls calls() {
        return calls;
    }

    private void unreachable(String callId) {
        agent.ifPresent(known -> known.unreachable(callId));
    }

    /// Apps that speak SIP, if there may be any.
    Optional<SipApps> apps() {
        return apps;
    }

    Signals signals() {
        return signals;
    }

    Invitations invitations() {
        return invitations;
    }

    /// What an admin can ask for, besides others.
    Operations on(Operations operations) {
        Operations all = tapes.on(
                new CallCare(desk.ledger(), book, reveals, calls, lobby, invitations, agent).on(access.on(operations)));
        return apps.map(known -> known.on(all))
                .orElseGet(() -> SipApps.none(desk).on(all));
    }

    /// Answers programs.
    void on(Routes routes) {
        api.on(routes);
        tapes.on(routes);
    }

    /// How long the body of a request may be.
    int mostBytes(Request head) {
        return tapes.mostBytes(head);
    }

    void start() throws IOException {
        tapes.start();
        calls.start(agent);
        lobby.start(agent);
        if (agent.isPresent()) {
            List<Farewell> left = unfinished.left();
            agent.get().start();
            unfinished.say(agent.get(), left);
        }
        watch.start();
        forgetting.start();
        roundsOfApps.start();
    }

    private int size() {
        return calls.count() + lobby.size();
    }

    /// Whether telephones can be called by that trunk.
    boolean isUp(String trunk) {
        return agent.filter(known -> CallMeters.isUp(known.trunks(), trunk)).isPresent();
    }

    /// No more calls begin. Those that go on may come to their end, but not for ever.
    void drain() {
        isDraining = true;
        calls.drain();
        if (size() > 0) LOG.info("waits for {} calls to end, at most {} s", size(), drain.toSeconds());
        long end = System.nanoTime() + drain.toNanos();
        try {
            while (size() > 0 && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(LOOK_FOR_END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
