package dev.muster.notifier;

import dev.muster.kit.desk.Desk;
import dev.muster.kit.http.Routes;
import dev.muster.notifier.api.Api;
import dev.muster.notifier.api.Welcome;
import dev.muster.notifier.device.Devices;
import dev.muster.notifier.device.Invites;
import dev.muster.notifier.push.Notes;
import dev.muster.notifier.push.Pushes;
import dev.muster.notifier.ring.Rings;
import io.micrometer.core.instrument.Gauge;
import java.net.URI;

/// What wakes people's devices: which there are, what they are told, and what comes of calls.
final class Telephony {
    private final Desk desk;
    private final Gateways gateways;
    private final Devices devices;
    private final Invites invites;
    private final Pushes pushes;
    private final Notes notes;
    private final Rings rings;
    private final Renewals renewals;
    private final URI url;
    private final Welcome welcome;

    /// Has its alarms rung and its errands run by that desk, which is to be started afterwards.
    ///
    /// @param url where the bot's pages are
    Telephony(NotifierConfig config, Desk desk, Gateways gateways, URI url) {
        this.desk = desk;
        this.gateways = gateways;
        this.url = url;
        var clock = desk.clock();
        var random = desk.random();
        devices = new Devices(
                config.devices(),
                new Devices.Means(desk.ledger(), desk.timers(), desk.replies(), clock, random, gateways::flaw));
        invites = new Invites(desk.ledger(), desk.timers(), clock, random);
        pushes = new Pushes(
                new Pushes.Means(
                        desk.ledger(),
                        desk.outbox(),
                        devices,
                        desk.key(),
                        desk.conversations(),
                        clock,
                        random,
                        desk.registry()),
                gateways.all());
        notes = new Notes(devices, pushes, clock);
        rings = new Rings(
                config.rings(),
                new Rings.Means(
                        desk.timers(),
                        devices,
                        pushes,
                        desk.roles(),
                        desk.post(),
                        desk.sender(),
                        desk.replies(),
                        desk.key(),
                        clock,
                        random,
                        desk.meters()::refused));
        renewals = new Renewals(desk.timers(), gateways::credentials, desk.roles(), desk.replies(), clock);
        welcome = new Welcome(desk.key().publicKey(), () -> url, gateways::serverKey);
        Gauge.builder("muster.notifier.devices", devices, Devices::count)
                .description("Ways to wake somebody that are registered")
                .register(desk.registry());
    }

    Devices devices() {
        return devices;
    }

    Invites invites() {
        return invites;
    }

    Notes notes() {
        return notes;
    }

    Rings rings() {
        return rings;
    }

    /// What apps are told that register.
    Welcome welcome() {
        return welcome;
    }

    /// What an admin can do with devices.
    DeviceCare care() {
        return new DeviceCare(desk.ledger(), devices, pushes::test);
    }

    /// Answers apps there.
    void on(Routes routes) {
        var means = new Api.Means(desk.ledger(), devices, invites, rings, pushes, notes, desk.clock());
        new Api(means, welcome, () -> url).on(routes);
    }

    void start() {
        renewals.start(desk.ledger());
        gateways.start();
    }
}
