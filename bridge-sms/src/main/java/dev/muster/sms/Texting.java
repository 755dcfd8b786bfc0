package dev.muster.sms;

import dev.muster.kit.access.Access;
import dev.muster.kit.access.AccessCare;
import dev.muster.kit.control.Operations;
import dev.muster.kit.desk.Desk;
import dev.muster.kit.http.Request;
import dev.muster.kit.http.Response;
import dev.muster.kit.http.Routes;
import dev.muster.kit.outside.Bounds;
import dev.muster.kit.outside.Poster;
import dev.muster.kit.outside.Resolver;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.sms.api.Api;
import dev.muster.sms.broadcast.Broadcasts;
import dev.muster.sms.broadcast.ShortLinks;
import dev.muster.sms.broadcast.ShortLinks.Opened;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.consent.Consents;
import dev.muster.sms.consent.OptOut;
import dev.muster.sms.consent.OptOuts;
import dev.muster.sms.consent.PhoneLinks;
import dev.muster.sms.contact.Contacts;
import dev.muster.sms.hear.Hearing;
import dev.muster.sms.order.Orders;
import dev.muster.sms.order.Reports;
import dev.muster.sms.picture.Arrivals;
import dev.muster.sms.picture.Departures;
import dev.muster.sms.picture.Pictures;
import dev.muster.sms.send.Aftercare;
import dev.muster.sms.send.Dispatch;
import dev.muster.sms.send.Line;
import dev.muster.sms.send.Lines;
import dev.muster.sms.send.Screens;
import dev.muster.sms.send.Texts;
import dev.muster.sms.thread.Threads;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything about texts: who may have them, how they go, what comes back.
final class Texting implements AutoCloseable {
    private final Desk desk;
    private final Dispatch dispatch;
    private final Aftercare aftercare;
    private final ShortLinks shortLinks;
    private final Pictures pictures;
    private final Poster poster;
    private final Broadcasts broadcasts;
    private final Hearing hearing;
    private final Orders orders;
    private final Threads threads;
    private final ContactCare contactCare;
    private final TextCare textCare;
    private final AccessCare access;
    private final Api api;

    /// Has its alarms rung and its errands run by that desk, which is to be started afterwards.
    ///
    /// @param url where the bridge's pages are
    /// @param born hears of each new key that people may write to
    /// @throws IOException if pictures can't be kept where they are to be
    Texting(SmsConfig config, Desk desk, Lines lines, URI url, Consumer<SecretKey> born) throws IOException {
        this.desk = desk;
        var ledger = desk.ledger();
        var clock = desk.clock();
        var texts = new Texts(clock);
        var optOuts = new OptOuts();
        var consents = new Consents(optOuts, clock);
        var links = new PhoneLinks(consents, clock, desk.random());
        var contacts = new Contacts();
        texts.telling(new TextMeters(desk.registry()));
        dispatch = new Dispatch(new Dispatch.Means(
                ledger,
                desk.outbox(),
                texts,
                consents,
                optOuts,
                lines,
                new Nights(config.quiet(), contacts),
                Broadcasts::isCancelled,
                config.ceilings(),
                config.plain(),
                !config.tenDlc().required() || config.tenDlc().isThere(),
                clock,
                desk.random()));
        aftercare = new Aftercare(new Aftercare.Means(ledger, texts, lines, config.keep(), clock));
        shortLinks = new ShortLinks(() -> url, desk.timers(), desk.random());
        broadcasts = new Broadcasts(new Broadcasts.Means(
                desk.timers(), texts, dispatch, contacts, shortLinks, config.footer(), config.keep(), clock));
        var _ = new Reports(new Reports.Means(broadcasts, desk.roles(), desk.replies(), desk.timers(), clock));
        pictures = new Pictures(new Pictures.Means(
                ledger,
                desk.timers(),
                config.bot().data().resolve("pictures"),
                config.pictures(),
                () -> url,
                clock,
                desk.random()));
        poster = new Poster(
                new Bounds(config.pictures().local(), List.of(), config.bot().proxy(), Optional.empty()),
                Resolver.SYSTEM,
                clock);
        var departures = new Departures(new Departures.Means(
                pictures,
                desk.outbox(),
                poster,
                clock,
                desk.random(),
                Chats.carriage(dispatch, pictures, this::threads, clock)));
        texts.telling(Chats.gone(pictures));
        threads = new Threads(
                config.threads(),
                new Threads.Means(
                        desk.key(),
                        config.bot().inbox().relays(),
                        desk.roles(),
                        desk.timers(),
                        desk.post(),
                        desk.conversations(),
                        clock,
                        desk.random()),
                new Threads.Ties(
                        Chats.mouth(dispatch, departures, clock),
                        (change, number, wantsTexts, _) -> {
                            boolean _ = wantsTexts
                                    ? optOuts.clear(change, number)
                                    : optOuts.add(change, number, new OptOut(OptOut.Source.OPERATOR, clock.instant()));
                        },
                        broadcasts::lastSender,
                        born));
        texts.telling(Chats.news(threads));
        var arrivals = new Arrivals(new Arrivals.Means(
                pictures,
                desk.outbox(),
                config.pictures(),
                name -> lines.named(name).map(Line::carrier),
                clock,
                desk.random(),
                Chats.viewers(threads, aftercare)));
        String region = config.region();
        hearing = new Hearing(new Hearing.Means(
                ledger,
                desk.timers(),
                texts,
                dispatch,
                aftercare,
                consents,
                optOuts,
                links,
                broadcasts,
                config.words(),
                region,
                clock,
                new Circle(desk, broadcasts, threads, arrivals)));
        orders = new Orders(new Orders.Means(
                desk.roles(),
                desk.replies(),
                broadcasts,
                dispatch,
                optOuts,
                links,
                region,
                clock,
                desk.meters()::refused));
        var grants = new Access(clock, desk.random());
        api = new Api(new Api.Needs(
                ledger,
                grants,
                new Programs(dispatch, texts, new Screens(texts, clock), clock),
                region,
                clock,
                desk.random()));
        access = new AccessCare(ledger, grants);
        contactCare = new ContactCare(new ContactCare.Means(
                ledger, dispatch, consents, optOuts, contacts, config.words().question(), region, clock));
        textCare = new TextCare(
                new TextCare.Means(ledger, texts, dispatch, contacts, broadcasts, lines, url, region, clock));
    }

    Ears ears() {
        return hearing;
    }

    Orders orders() {
        return orders;
    }

    Threads threads() {
        return threads;
    }

    /// What an admin can ask for, besides others.
    Operations on(Operations operations) {
        return contactCare.on(textCare.on(access.on(operations)));
    }

    /// Answers whoever opens a short link or comes for a picture, and programs.
    void on(Routes routes) {
        api.on(routes);
        pictures.on(routes);
        routes.get("/s/{token}", this::open);
    }

    private Response open(Request request) {
        String token = request.part("token");
        Optional<URI> to = request.method().equals("HEAD")
                ? shortLinks.to(desk.ledger(), token)
                : desk.ledger().change(change -> {
                    Optional<Opened> opened = shortLinks.open(change, token);
                    opened.filter(Opened::isFirst).ifPresent(link -> broadcasts.opened(change, link.text()));
                    return opened.map(Opened::to);
                });
        return to.map(address -> Response.text(303, "").with("location", address.toString()))
                .orElseGet(() -> Response.text(404, "This link is over. Ask whoever has texted you for a new one.\n"))
                .with("cache-control", "no-store")
                .with("referrer-policy", "no-referrer");
    }

    void start() {
        dispatch.start();
        aftercare.start();
    }

    @Override
    public void close() {
        aftercare.close();
        poster.close();
        dispatch.close();
    }
}
