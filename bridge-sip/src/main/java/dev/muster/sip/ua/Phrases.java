package dev.muster.sip.ua;

import static java.nio.charset.StandardCharsets.UTF_8;

import gov.nist.javax.sip.message.MessageExt;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.address.Address;
import javax.sip.address.AddressFactory;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// Puts messages together.
final class Phrases {
    static final String EXTENSIONS = "100rel, timer";
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE, REFER, NOTIFY";

    /// The longest body that anybody may send us: an SDP has some hundred bytes.
    static final int MOST_BODY = 16_384;

    private static final int MAX_FORWARDS = 70;

    private final AgentConfig config;
    private final AddressFactory addresses;
    private final HeaderFactory headers;
    private final MessageFactory messages;

    Phrases(AgentConfig config) throws PeerUnavailableException {
        this.config = config;
        SipFactory factory = SipFactory.getInstance();
        factory.setPathName("gov.nist");
        addresses = factory.createAddressFactory();
        headers = factory.createHeaderFactory();
        messages = factory.createMessageFactory();
    }

    /// @throws IllegalArgumentException if it isn't one
    URI uri(String text) {
        try {
            return addresses.createURI(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not an address of SIP");
        }
    }

    /// @param user letters, digits and what stands in numbers
    SipURI uri(String user, String domain) {
        // The key below 9 means something else in a URI.
        return (SipURI) uri("sip:" + user.replace("#", "%23") + "@" + domain);
    }

    Address address(URI uri) {
        return addresses.createAddress(uri);
    }

    /// What stands in a header such as `P-Asserted-Identity`.
    Optional<Address> address(String text) {
        try {
            return Optional.of(addresses.createAddress(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    Address address(URI uri, String name) {
        Address address = addresses.createAddress(uri);
        try {
            address.setDisplayName(name);
            return address;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a name");
        }
    }

    Header header(String name, String value) {
        try {
            return headers.createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a " + name);
        }
    }

    /// Says a list, one header for each part: JAIN takes it no other way.
    void list(Message message, String name, String values) {
        message.removeHeader(name);
        for (String value : values.split(", ", -1)) message.addHeader(header(name, value));
    }

    /// A request that begins something.
    Request request(
            String method, URI uri, Target target, Address from, String fromTag, Address to, String callId, long cseq) {
        ListenPoint point = point(target.transport());
        try {
            ViaHeader via = headers.createViaHeader(host(point), point.port(), target.getTransport(), null);
            via.setRPort();
            Request request = messages.createRequest(
                    uri,
                    method,
                    headers.createCallIdHeader(callId),
                    headers.createCSeqHeader(cseq, method),
                    headers.createFromHeader(from, fromTag),
                    headers.createToHeader(to, null),
                    new ArrayList<>(List.of(via)),
                    headers.createMaxForwardsHeader(MAX_FORWARDS));
            request.addHeader(headers.createUserAgentHeader(List.of(config.product())));
            ((MessageExt) request).setApplicationData(target);
            return request;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("no request can be made of that");
        }
    }

    /// Who speaks in a call, and over which servers.
    ///
    /// @param from who asks
    record Ends(FromHeader from, ToHeader to, List<Address> route) {}

    /// A request within a call that JAIN knows nothing of.
    Request within(String method, URI uri, Transport transport, Ends ends, String callId, long cseq) {
        ListenPoint point = point(transport);
        try {
            ViaHeader via = headers.createViaHeader(host(point), point.port(), transport.word(), null);
            via.setRPort();
            Request request = messages.createRequest(
                    uri,
                    method,
                    headers.createCallIdHeader(callId),
                    headers.createCSeqHeader(cseq, method),
                    ends.from(),
                    ends.to(),
                    new ArrayList<>(List.of(via)),
                    headers.createMaxForwardsHeader(MAX_FORWARDS));
            ends.route().forEach(server -> request.addHeader(headers.createRouteHeader(server)));
            return request;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException("no request can be made of that");
        }
    }

    /// The same once more, to be told from the one before.
    static Request again(Request request, long cseq) {
        var again = (Request) request.clone();
        ((MessageExt) again).setApplicationData(((MessageExt) request).getApplicationData());
        ((ViaHeader) again.getHeader(ViaHeader.NAME)).removeParameter("branch");
        try {
            Texts.cseq(again).setSeqNumber(cseq);
            return again;
        } catch (InvalidArgumentException e) {
            throw new IllegalArgumentException("not a number of a request");
        }
    }

    FromHeader from(Address address, @Nullable String tag) {
        try {
            return headers.createFromHeader(address, tag);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a tag");
        }
    }

    ToHeader to(Address address, @Nullable String tag) {
        try {
            return headers.createToHeader(address, tag);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a tag");
        }
    }

    /// Where we are reached over this transport.
    ContactHeader contact(Transport transport, String user) {
        ListenPoint point = point(transport);
        SipURI uri = uri(user, host(point) + ":" + point.port());
        try {
            uri.setTransportParam(transport.word());
        } catch (ParseException e) {
            throw new IllegalStateException("every transport has a name", e);
        }
        return headers.createContactHeader(address(uri));
    }

    private ListenPoint point(Transport transport) {
        return config.listen().stream()
                .filter(point -> point.transport() == transport)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing listens for " + transport));
    }

    private String host(ListenPoint point) {
        String host = config.advertised().orElse(point.address());
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    Response response(int code, Request request) {
        try {
            Response response = messages.createResponse(code, request);
            response.addHeader(headers.createServerHeader(List.of(config.product())));
            return response;
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a code");
        }
    }

    void sdp(Message message, String sdp) {
        body(message, "application", "sdp", sdp);
    }

    void body(Message message, String type, String subtype, String text) {
        try {
            message.setContent(text.getBytes(UTF_8), headers.createContentTypeHeader(type, subtype));
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a kind of body");
        }
    }

    void add(Request request, List<Map.Entry<String, String>> proofs) {
        proofs.forEach(proof -> request.addHeader(header(proof.getKey(), proof.getValue())));
    }

    /// Says to a telephone network why it ends.
    Header reason(HangupReason reason) {
        return header("Reason", "Q.850;cause=" + reason.cause());
    }

    static void tag(Response response, String tag) {
        try {
            ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(tag);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a tag");
        }
    }

    static Transport transport(Message message) {
        return Transport.of(((ViaHeader) message.getHeader(ViaHeader.NAME)).getTransport());
    }

    static Optional<String> user(URI uri) {
        return uri instanceof SipURI sip ? Optional.ofNullable(sip.getUser()) : Optional.empty();
    }
}
