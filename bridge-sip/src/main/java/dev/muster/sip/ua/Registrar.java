package dev.muster.sip.ua;

import dev.muster.sip.ua.digest.Algorithm;
import dev.muster.sip.ua.digest.Challenge;
import dev.muster.sip.ua.digest.Nonces;
import dev.muster.sip.ua.digest.Proof;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.Address;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows where apps are (RFC 3261, 10.3).
final class Registrar {
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);
    private static final Duration NONCE = Duration.ofMinutes(5);

    private final Apps apps;
    private final Wire wire;
    private final Optional<Sleepers> sleepers;
    private final Admission admission;
    private final InstantSource clock;
    private final Nonces nonces;
    private final Mailbox mailbox = new Mailbox();

    /// What those are told who have registered just now, once they know of it. The mailbox's.
    private final List<Runnable> afterwards = new ArrayList<>();

    Registrar(Apps apps, Wire wire, Optional<Sleepers> sleepers, Admission admission, InstantSource clock) {
        this.apps = apps;
        this.wire = wire;
        this.sleepers = sleepers;
        this.admission = admission;
        this.clock = clock;
        nonces = new Nonces(clock, NONCE, wire.random());
        // They were there before we were started.
        apps.bindings().addresses().forEach(admission::expect);
    }

    /// Asks who it is, if that isn't said; nothing is remembered of it.
    ///
    /// @return whether that is all
    boolean isBrief(Request register) {
        if (!apps.transports().contains(Phrases.transport(register))) return say(said(Response.FORBIDDEN, register));
        return register.getHeader("Authorization") == null && say(challenge(register, false));
    }

    /// Whether the app of that account has shown that it knows the password, for this too: over UDP, an address is
    /// easily pretended. If not, it hears so, and that is all.
    boolean isTurnedAway(Request invite, String account) {
        Optional<Proof> proof = Texts.value(invite, "Authorization").flatMap(Proof::parse);
        if (proof.isEmpty() || !proof.get().realm().equals(apps.realm())) return say(challenge(invite, false));
        if (!isKnown(proof.get(), account, Request.INVITE)) return say(said(Response.FORBIDDEN, invite));
        return switch (nonces.use(proof.get())) {
            case FRESH -> false;
            case STALE -> say(challenge(invite, true));
            case FOREIGN -> say(challenge(invite, false));
        };
    }

    private boolean say(Response response) {
        try {
            wire.answer(response);
        } catch (SipException e) {
            LOG.debug("an answer can't be sent: {}", e.getClass().getSimpleName());
        }
        return true;
    }

    private boolean isKnown(Proof proof, String account, String method) {
        return proof.username().equals(account)
                && apps.accounts()
                        .password(account)
                        .filter(_ -> apps.digests().contains(proof.algorithm()))
                        .filter(password -> proof.shows(password, method))
                        .isPresent();
    }

    private Response challenge(Request register, boolean isStale) {
        Response response = wire.phrases().response(Response.UNAUTHORIZED, register);
        Phrases.tag(response, wire.token());
        String nonce = nonces.next();
        // RFC 8760: the better one first, for those who take the first they know.
        for (Algorithm algorithm : apps.digests()) {
            var challenge = new Challenge(apps.realm(), nonce, Optional.empty(), algorithm, true, isStale);
            response.addHeader(wire.phrases().header("WWW-Authenticate", challenge.header()));
        }
        return response;
    }

    /// In its own time: stores may be slow.
    void register(Request register, ServerTransaction transaction) {
        mailbox.put(() -> {
            try {
                transaction.sendResponse(answer(register));
            } catch (SipException | InvalidArgumentException e) {
                LOG.debug("an answer can't be sent: {}", e.getClass().getSimpleName());
            }
            afterwards.forEach(Runnable::run);
            afterwards.clear();
        });
    }

    private Response answer(Request register) {
        Optional<Proof> proof = Texts.value(register, "Authorization").flatMap(Proof::parse);
        Optional<String> account = Numbers.of(
                ((ToHeader) register.getHeader(ToHeader.NAME)).getAddress().getURI());
        if (proof.isEmpty() || account.isEmpty() || !proof.get().realm().equals(apps.realm()))
            return challenge(register, false);
        if (!isKnown(proof.get(), account.get(), Request.REGISTER)) return said(Response.FORBIDDEN, register);
        return switch (nonces.use(proof.get())) {
            case FRESH -> bind(account.get(), register);
            case STALE -> challenge(register, true);
            case FOREIGN -> challenge(register, false);
        };
    }

    private Response bind(String account, Request register) {
        return switch (Contacts.read(register, apps)) {
            case Contacts.Refused refused -> {
                Response response = said(refused.code(), register);
                refused.because()
                        .ifPresent(header ->
                                response.addHeader(wire.phrases().header(header.getKey(), header.getValue())));
                yield response;
            }
            case Contacts.All all -> {
                current(account).forEach(binding -> apps.bindings().forget(account, binding.contact()));
                yield bound(account, register);
            }
            case Contacts.Some some -> {
                if (isOld(account, register)) yield said(Response.SERVER_INTERNAL_ERROR, register);
                some.contacts().forEach(contact -> keep(account, contact, register));
                yield bound(account, register);
            }
        };
    }

    /// Requests can overtake each other.
    private boolean isOld(String account, Request register) {
        return apps.bindings().of(account).stream()
                .anyMatch(binding -> binding.callId().equals(Texts.callId(register))
                        && binding.cseq() >= Texts.cseq(register).getSeqNumber());
    }

    private void keep(String account, Contacts.Contact contact, Request register) {
        if (contact.expires().isZero()) {
            apps.bindings().forget(account, contact.uri());
            return;
        }
        SIPRequest from = (SIPRequest) register;
        var source = new InetSocketAddress(from.getRemoteAddress(), from.getRemotePort());
        var binding = new Binding(
                contact.uri(),
                source,
                Phrases.transport(register),
                Texts.callId(register),
                Texts.cseq(register).getSeqNumber(),
                clock.instant().plus(contact.expires()),
                contact.push());
        // The same device may have come to another address.
        current(account).stream()
                .filter(known -> !known.contact().equals(binding.contact()) && known.isSameAs(binding))
                .forEach(old -> apps.bindings().forget(account, old.contact()));
        apps.bindings().keep(account, binding);
        List<Binding> all = current(account);
        all.stream()
                .sorted(Comparator.comparing(Binding::expires).reversed())
                .skip(apps.most())
                .forEach(old -> apps.bindings().forget(account, old.contact()));
        admission.expect(source.getAddress());
        apps.news().registered(account, binding);
        sleepers.ifPresent(known -> afterwards.add(() ->
                known.came(account, binding, target(binding), wire.phrases().uri(binding.contact()))));
    }

    private Response bound(String account, Request register) {
        Response response = said(Response.OK, register);
        Instant now = clock.instant();
        for (Binding binding : current(account)) {
            long left = Math.max(1, Duration.between(now, binding.expires()).toSeconds());
            response.addHeader(wire.phrases().header("Contact", "<" + binding.contact() + ">;expires=" + left));
        }
        Contacts.providers(register, apps)
                .forEach(provider ->
                        response.addHeader(wire.phrases().header("Feature-Caps", "*;+sip.pns=\"" + provider + "\"")));
        return response;
    }

    private Response said(int code, Request register) {
        Response response = wire.phrases().response(code, register);
        Phrases.tag(response, wire.token());
        return response;
    }

    private List<Binding> current(String account) {
        Instant now = clock.instant();
        return apps.bindings().of(account).stream()
                .filter(binding -> binding.expires().isAfter(now))
                .toList();
    }

    /// Whose app has sent this.
    Optional<String> account(Request request) {
        SIPRequest from = (SIPRequest) request;
        InetAddress address = from.getRemoteAddress();
        return apps.bindings()
                .at(new InetSocketAddress(address, from.getRemotePort()))
                .filter(account -> current(account).stream()
                        .anyMatch(binding -> binding.source().getAddress().equals(address)));
    }

    /// All devices of an account, to be called at once.
    List<List<Line>> ways(Dial dial) {
        List<Line> lines = current(dial.to()).stream()
                .filter(binding -> wire.speaks(binding.transport()))
                .map(binding -> line(dial, binding))
                .toList();
        lines.forEach(line -> admission.expect(line.target().address()));
        return lines.isEmpty() ? List.of() : List.of(lines);
    }

    private Line line(Dial dial, Binding binding) {
        Phrases phrases = wire.phrases();
        Address from = dial.shown()
                .map(number -> phrases.address(phrases.uri(number, apps.realm())))
                .orElseGet(() -> phrases.address(phrases.uri("sip:anonymous@anonymous.invalid"), "Anonymous"));
        return new Line(
                new Origin.Account(dial.to()),
                target(binding),
                phrases.uri(binding.contact()),
                from,
                phrases.address(phrases.uri(dial.to(), apps.realm())),
                "muster",
                List.of(),
                Optional.empty(),
                binding.push().map(push -> new Line.Sleeper(dial.to(), binding, push, dial.shown())));
    }

    private static Target target(Binding binding) {
        InetAddress address = binding.source().getAddress();
        return new Target(address, address.getHostAddress(), binding.source().getPort(), binding.transport());
    }
}
