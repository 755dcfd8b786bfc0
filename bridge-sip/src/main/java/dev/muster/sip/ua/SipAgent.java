package dev.muster.sip.ua;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Speaks SIP: calls telephones and apps, and is called by them.
public final class SipAgent implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Wire wire;
    private final Clockwork clockwork = new Clockwork();
    private final Switchboard board;
    private final Trunks trunks;
    private final Optional<Registrar> registrar;
    private final Farewells farewells;

    /// @param apps who may register; if there are any, strangers are listened to as far as they want to register
    /// @param random for what nobody may guess: a strong one
    /// @throws IOException if something listens there already, or a certificate can't be read
    /// @throws IllegalArgumentException if something about a trunk can't be
    public SipAgent(
            AgentConfig config,
            List<TrunkConfig> trunkConfigs,
            Optional<Apps> apps,
            CallListener listener,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        var admission = new Admission(
                trunkConfigs.stream()
                        .flatMap(trunk -> Trunk.sources(trunk).stream())
                        .toList(),
                apps.isPresent());
        wire = new Wire(config, admission, random);
        Optional<Sleepers> sleepers = apps.flatMap(Apps::sleep).map(Sleepers::new);
        board = new Switchboard(wire, clockwork, listener, sleepers, config.mostCalls());
        trunks = new Trunks(trunkConfigs, wire, admission, listener);
        farewells = new Farewells(wire, trunks);
        registrar = apps.map(known -> new Registrar(known, wire, sleepers, admission, clock));
    }

    /// Begins to listen, to register and to look after trunks.
    public void start() throws IOException {
        wire.open(new Ears(new FrontDesk(board, trunks, registrar, farewells)));
        trunks.start();
    }

    /// Calls a telephone. What comes of it the listener is told, also if there is no way: that is the call's end.
    public Call call(Dial dial) {
        return begin(dial, () -> trunks.ways(dial));
    }

    /// Calls an app, on all devices that it has registered with.
    public Call callAccount(Dial dial) {
        return begin(dial, () -> registrar.map(known -> known.ways(dial)).orElse(List.of()));
    }

    /// An app that was to be woken for the call of that Call-ID can't be.
    public void unreachable(String callId) {
        board.sleepers().ifPresent(sleepers -> sleepers.unreachable(callId));
    }

    private Call begin(Dial dial, Supplier<List<List<Line>>> ways) {
        return Call.out(board, dial.offering(), board.begins() ? ways : List::of);
    }

    /// Ends a call of which only its farewell is left. Waits until it is heard, or won't be.
    ///
    /// @throws IllegalArgumentException if it isn't one
    public void say(Farewell farewell) throws InterruptedException {
        farewells.say(farewell);
    }

    /// How it is about the trunks.
    public List<TrunkState> trunks() {
        return trunks.states();
    }

    /// How many calls there are just now.
    public int calls() {
        return board.active();
    }

    /// Hangs up everywhere, takes back what it has registered, and is silent.
    @Override
    public void close() {
        board.calls().forEach(call -> call.hangUp(HangupReason.COMPLETED));
        board.awaitEnd(GOODBYE);
        trunks.close();
        clockwork.close();
        wire.close();
    }
}
