package dev.muster.sip.ua;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.ServerTransaction;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ReferToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// A call that is handed on to somebody else (RFC 3515), by us or by them.
final class Transfers {
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 ([1-6]\\d\\d)\\b[\\s\\S]*");

    private final Talk talk;
    private @Nullable ServerTransaction theirs;
    private boolean isTelling;

    Transfers(Talk talk) {
        this.talk = talk;
    }

    /// @param to a number, or a whole address
    void transfer(String to) {
        URI uri = Numbers.isOne(to)
                ? talk.phrases().uri(to, talk.theirDomain())
                : talk.phrases().uri(to);
        talk.within()
                .ask(
                        Request.REFER,
                        request -> {
                            request.addHeader(talk.phrases().header("Refer-To", "<" + uri + ">"));
                            request.addHeader(talk.phrases()
                                    .header(
                                            "Referred-By",
                                            "<"
                                                    + talk.dialogue()
                                                            .getLocalParty()
                                                            .getURI() + ">"));
                            request.setHeader(talk.contact());
                        },
                        answer -> {
                            int code = answer.map(Response::getStatusCode).orElse(Response.REQUEST_TIMEOUT);
                            // How it goes on is told by NOTIFY.
                            if (code >= 300) talk.tell(new CallEvent.Transferring(talk.call(), code));
                        });
    }

    void notified(Request request, ServerTransaction transaction) {
        talk.answer(transaction, Response.OK);
        Texts.body(request, "message", "sipfrag").ifPresent(fragment -> {
            Matcher status = STATUS.matcher(fragment);
            if (status.matches()) talk.tell(new CallEvent.Transferring(talk.call(), Integer.parseInt(status.group(1))));
        });
    }

    void asked(Request request, ServerTransaction transaction) {
        if (theirs != null || isTelling) {
            talk.answer(transaction, Response.REQUEST_PENDING);
            return;
        }
        Optional<String> to = Optional.ofNullable((ReferToHeader) request.getHeader(ReferToHeader.NAME))
                .map(header -> header.getAddress().getURI())
                .flatMap(uri -> uri instanceof SipURI sip && sip.getHeader("Replaces") != null
                        ? Optional.of(sip.toString())
                        : Numbers.of(uri));
        if (to.isEmpty()) {
            talk.answer(transaction, Response.BAD_REQUEST);
            return;
        }
        theirs = transaction;
        talk.tell(new CallEvent.TransferAsked(talk.call(), to.get()));
    }

    /// What comes of what they have asked for: at first whether we do it, then what the other telephone says.
    void transferred(int code) {
        ServerTransaction asked = theirs;
        theirs = null;
        if (asked != null) {
            isTelling = code < 300;
            if (!isTelling) {
                talk.answer(asked, code);
                return;
            }
            Response accepted = talk.phrases().response(Response.ACCEPTED, asked.getRequest());
            accepted.setHeader(talk.contact());
            talk.send(asked, accepted);
        }
        if (!isTelling) return;
        isTelling = code < 200;
        String state = isTelling ? "active;expires=60" : "terminated;reason=noresource";
        talk.within()
                .ask(
                        Request.NOTIFY,
                        request -> {
                            request.addHeader(talk.phrases().header("Event", "refer"));
                            request.addHeader(talk.phrases().header("Subscription-State", state));
                            request.setHeader(talk.contact());
                            talk.phrases()
                                    .body(
                                            request,
                                            "message",
                                            "sipfrag",
                                            "SIP/2.0 " + code + " " + SIPResponse.getReasonPhrase(code) + "\r\n");
                        },
                        _ -> {});
    }
}
