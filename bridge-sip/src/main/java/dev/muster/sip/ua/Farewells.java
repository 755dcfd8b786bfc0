package dev.muster.sip.ua;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sip.Dialog;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.address.Hop;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.HeaderAddress;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts farewells together, and says them.
final class Farewells {
    private static final Logger LOG = LoggerFactory.getLogger(Farewells.class);

    /// What has been said in a call since isn't known. RFC 3261, 12.2.2: numbers may be left out.
    private static final long SKIPPED = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(32);

    /// What nobody has to answer to may be lost on its way.
    private static final int TIMES = 3;

    private static final int MILLIS_BETWEEN = 500;

    private final Wire wire;
    private final Trunks trunks;

    Farewells(Wire wire, Trunks trunks) {
        this.wire = wire;
        this.trunks = trunks;
    }

    /// For a call of ours that nobody has answered yet.
    static Farewell cancel(String call, Request cancel, Target target) {
        return farewell(call, cancel, Optional.of(target));
    }

    /// For somebody who calls us, and whom we haven't answered yet.
    static Farewell refusal(String call, Response refusal) {
        return farewell(call, refusal, Optional.empty());
    }

    /// For somebody who has answered.
    static Farewell bye(String call, Phrases phrases, Response accepted, Target target) {
        Request bye = toAnswer(phrases, Request.BYE, accepted, SKIPPED);
        // Over TLS only the trunk has a certificate with the name that we know.
        return farewell(call, bye, Optional.of(target).filter(server -> server.transport() == Transport.TLS));
    }

    /// For somebody whom we answer.
    ///
    /// @param tag what we are known by in that call
    static Farewell bye(String call, Phrases phrases, Request invite, String tag) {
        Address ours = ((ToHeader) invite.getHeader(ToHeader.NAME)).getAddress();
        var theirs = (FromHeader) invite.getHeader(FromHeader.NAME);
        Request bye = phrases.within(
                Request.BYE,
                contact(invite),
                Phrases.transport(invite),
                new Phrases.Ends(
                        phrases.from(ours, tag), phrases.to(theirs.getAddress(), theirs.getTag()), route(invite)),
                Texts.callId(invite),
                SKIPPED);
        return farewell(call, bye, Optional.empty());
    }

    /// A request to somebody who has answered an INVITE of ours.
    private static Request toAnswer(Phrases phrases, String method, Response accepted, long later) {
        List<Address> route = route(accepted);
        Collections.reverse(route);
        return phrases.within(
                method,
                contact(accepted),
                Phrases.transport(accepted),
                new Phrases.Ends(
                        (FromHeader) accepted.getHeader(FromHeader.NAME),
                        (ToHeader) accepted.getHeader(ToHeader.NAME),
                        route),
                Texts.callId(accepted),
                Texts.cseq(accepted).getSeqNumber() + later);
    }

    private static URI contact(Message message) {
        var contact = (ContactHeader) message.getHeader(ContactHeader.NAME);
        // Without one nothing better is known than who has been called.
        return contact == null
                ? ((ToHeader) message.getHeader(ToHeader.NAME)).getAddress().getURI()
                : contact.getAddress().getURI();
    }

    private static List<Address> route(Message message) {
        List<Address> route = new ArrayList<>();
        Texts.list(message.getHeaders("Record-Route"), HeaderAddress.class)
                .forEach(server -> route.add(server.getAddress()));
        return route;
    }

    private static Farewell farewell(String call, Message message, Optional<Target> target) {
        return new Farewell(
                call,
                Texts.callId(message),
                message.toString(),
                target.map(server -> new Farewell.Way(
                        server.address().getHostAddress(), server.name(), server.port(), server.transport())));
    }

    /// Says it, and waits until it is heard, or won't be.
    ///
    /// @throws IllegalArgumentException if it isn't one
    void say(Farewell farewell) throws InterruptedException {
        try {
            switch (parsed(farewell)) {
                case SIPResponse refusal -> several(() -> wire.answer(refusal));
                case SIPRequest cancel
                when cancel.getMethod().equals(Request.CANCEL) -> several(() -> wire.tell(cancel));
                case SIPRequest bye -> say(bye);
                default -> throw new IllegalArgumentException("not a farewell");
            }
        } catch (SipException e) {
            LOG.debug("a farewell can't be sent: {}", e.getClass().getSimpleName());
        }
    }

    private interface Saying {
        void say() throws SipException;
    }

    private static void several(Saying saying) throws SipException, InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            if (i > 0) TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN);
            saying.say();
        }
    }

    private static SIPMessage parsed(Farewell farewell) {
        try {
            SIPMessage message = new StrictParser().parse(farewell.message());
            farewell.way()
                    .ifPresent(way -> message.setApplicationData(
                            new Target(InetAddress.ofLiteral(way.address()), way.name(), way.port(), way.transport())));
            return message;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a farewell", e);
        }
    }

    private void say(SIPRequest bye) throws InterruptedException, SipException {
        long first = Texts.cseq(bye).getSeqNumber();
        Hop hop = wire.hop(bye);
        new Exchange(wire, trunks.at(InetAddress.ofLiteral(hop.getHost())).flatMap(Trunk::logins))
                .ask(tries -> Phrases.again(bye, first + tries), PATIENCE);
    }

    /// Somebody has answered a call that we know nothing of any more: they hear that we are gone.
    ///
    /// @param dialog what JAIN has made of that
    void late(Response accepted, Optional<Dialog> dialog) {
        // With one, JAIN would send what only that may say.
        dialog.ifPresent(Dialog::delete);
        Phrases phrases = wire.phrases();
        Thread.ofVirtual().name("sip-farewell").start(() -> {
            try {
                wire.tell(toAnswer(phrases, Request.ACK, accepted, 0));
                say((SIPRequest) toAnswer(phrases, Request.BYE, accepted, SKIPPED));
            } catch (SipException | IllegalArgumentException e) {
                LOG.debug("who answers late can't be told: {}", e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
