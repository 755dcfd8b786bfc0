package dev.muster.sip.ua;

import java.time.Duration;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a trunk where we are, and tells it again before it forgets.
final class Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    /// Of the time that was granted.
    private static final double REFRESH = 0.8;

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Wire wire;
    private final Trunk trunk;
    private final Exchange exchange;
    private final String callId;
    private final String tag;
    private Duration wanted;

    Registration(Wire wire, Trunk trunk) {
        this.wire = wire;
        this.trunk = trunk;
        exchange = new Exchange(wire, trunk.logins());
        callId = wire.token();
        tag = wire.token();
        wanted = wire.timing().registration();
    }

    /// Until it is interrupted.
    void run() {
        Timing timing = wire.timing();
        Duration pause = timing.retry();
        try {
            while (true) {
                Optional<Duration> granted = register();
                trunk.registered(granted.isPresent());
                if (granted.isPresent()) {
                    pause = timing.retry();
                    Thread.sleep(Duration.ofMillis((long) (granted.get().toMillis() * REFRESH)));
                } else {
                    Thread.sleep(pause.plusMillis(wire.random().nextLong(pause.toMillis() / 2 + 1)));
                    pause = pause.multipliedBy(2);
                    if (pause.compareTo(timing.longestRetry()) > 0) pause = timing.longestRetry();
                }
            }
        } catch (InterruptedException closing) {
            return;
        }
    }

    /// At the first server that takes it.
    private Optional<Duration> register() throws InterruptedException {
        for (Target target : trunk.targets()) {
            Optional<Response> answer = ask(target);
            // RFC 3261, 10.2.8: too short, and said how long it has to be.
            Optional<Duration> least = answer.filter(response -> response.getStatusCode() == 423)
                    .flatMap(response -> Texts.number(response, "Min-Expires"))
                    .map(Duration::ofSeconds);
            if (least.isPresent() && least.get().compareTo(wanted) > 0) {
                wanted = least.get();
                answer = ask(target);
            }
            Optional<Duration> granted = answer.filter(response -> response.getStatusCode() / 100 == 2)
                    .flatMap(this::granted);
            if (granted.isPresent()) return granted;
            LOG.warn(
                    "SIP: {} doesn't register us ({})",
                    trunk.config().name(),
                    answer.map(response -> Integer.toString(response.getStatusCode()))
                            .orElse("no answer"));
        }
        return Optional.empty();
    }

    private Optional<Response> ask(Target target) throws InterruptedException {
        return exchange.ask(cseq -> request(target, cseq, wanted), wire.timing().firstAnswer());
    }

    private Request request(Target target, long cseq, Duration expires) {
        Phrases phrases = wire.phrases();
        Address us = phrases.address(phrases.uri(trunk.user(), trunk.config().domain()));
        Request register = phrases.request(
                Request.REGISTER, phrases.uri("sip:" + trunk.config().domain()), target, us, tag, us, callId, cseq);
        trunk.route().forEach(register::addHeader);
        register.addHeader(phrases.contact(target.transport(), trunk.user()));
        register.addHeader(phrases.header("Expires", Long.toString(expires.toSeconds())));
        phrases.list(register, "Allow", Phrases.ALLOW);
        return register;
    }

    /// How long it holds: others may be registered with us, each for its time.
    private Optional<Duration> granted(Response response) {
        SipURI ours = (SipURI) wire.phrases()
                .contact(trunk.config().transport(), trunk.user())
                .getAddress()
                .getURI();
        int expires = Texts.list(response.getHeaders(ContactHeader.NAME), ContactHeader.class).stream()
                .filter(contact -> contact.getAddress().getURI() instanceof SipURI given
                        && given.getHost().equals(ours.getHost())
                        && given.getPort() == ours.getPort())
                .map(ContactHeader::getExpires)
                .filter(seconds -> seconds >= 0)
                .findFirst()
                .orElseGet(() -> response.getExpires() == null
                        ? (int) wanted.toSeconds()
                        : response.getExpires().getExpires());
        return expires == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(expires));
    }

    /// Takes it back, if somebody listens.
    void end() {
        if (!trunk.state().isRegistered()) return;
        try {
            for (Target target : trunk.targets())
                if (exchange.ask(cseq -> request(target, cseq, Duration.ZERO), GOODBYE)
                        .isPresent()) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
