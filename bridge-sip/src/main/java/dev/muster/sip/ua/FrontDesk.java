package dev.muster.sip.ua;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Optional;
import java.util.Set;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives what comes in: what can be said at once it says, and brings the rest to its call.
final class FrontDesk implements Ears.Reception {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);

    private final Switchboard board;
    private final Trunks trunks;
    private final Optional<Registrar> registrar;
    private final Farewells farewells;

    FrontDesk(Switchboard board, Trunks trunks, Optional<Registrar> registrar, Farewells farewells) {
        this.board = board;
        this.trunks = trunks;
        this.registrar = registrar;
        this.farewells = farewells;
    }

    private Phrases phrases() {
        return board.wire().phrases();
    }

    @Override
    public boolean brief(Request request, Optional<Dialog> dialog) {
        boolean isWithin = Texts.toTag(request).isPresent();
        Optional<Call> call = board.call(Texts.callId(request));
        return switch (request.getMethod()) {
            case Request.ACK -> {
                call.ifPresent(known -> known.acknowledged(request));
                yield true;
            }
            case Request.CANCEL -> call.isEmpty() && say(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
            case Request.REGISTER ->
                registrar
                        .map(known -> known.isBrief(request))
                        .orElseGet(() -> say(Response.METHOD_NOT_ALLOWED, request));
            case Request.OPTIONS -> call.isEmpty() && able(request);
            default -> {
                if (isWithin && (call.isEmpty() || dialog.isEmpty()))
                    yield say(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, request);
                if (isWithin) yield Texts.bodyLength(request) > Phrases.MOST_BODY && say(413, request);
                yield Request.INVITE.equals(request.getMethod())
                        ? isRefused(request)
                        : say(Response.METHOD_NOT_ALLOWED, request);
            }
        };
    }

    /// What we don't even think about; and who isn't known hears nothing at all.
    private boolean isRefused(Request invite) {
        Optional<Origin> origin = origin(invite);
        if (origin.isEmpty()) {
            LOG.debug("a call from somebody who isn't known is dropped");
            return true;
        }
        if (origin.get() instanceof Origin.Account(var account)
                && registrar.orElseThrow().isTurnedAway(invite, account)) return true;
        if (Texts.bodyLength(invite) > Phrases.MOST_BODY) return say(Response.REQUEST_ENTITY_TOO_LARGE, invite);
        Optional<String> unknown = Texts.words(invite, "Require")
                .filter(word -> !Set.of(Phrases.EXTENSIONS.split(", ", -1)).contains(word))
                .findFirst();
        if (unknown.isPresent()) {
            Response response = phrases().response(Response.BAD_EXTENSION, invite);
            response.addHeader(phrases().header("Unsupported", unknown.get()));
            return say(response);
        }
        if (invite.getHeader(ContentTypeHeader.NAME) != null
                && Texts.bodyLength(invite) > 0
                && Texts.sdp(invite).isEmpty()) {
            Response response = phrases().response(Response.UNSUPPORTED_MEDIA_TYPE, invite);
            response.addHeader(phrases().header("Accept", "application/sdp"));
            return say(response);
        }
        var least = board.wire().timing().minSession();
        if (SessionTimer.isTooShort(invite, least)) {
            Response response = phrases().response(422, invite);
            response.addHeader(phrases().header("Min-SE", Long.toString(least.toSeconds())));
            return say(response);
        }
        return false;
    }

    private boolean able(Request options) {
        Response response = phrases().response(Response.OK, options);
        phrases().list(response, "Allow", Phrases.ALLOW);
        response.addHeader(phrases().header("Accept", "application/sdp"));
        phrases().list(response, "Supported", Phrases.EXTENSIONS);
        return say(response);
    }

    private boolean say(int code, Request request) {
        return say(phrases().response(code, request));
    }

    private boolean say(Response response) {
        try {
            if (Texts.toTag(response).isEmpty())
                Phrases.tag(response, board.wire().token());
            board.wire().answer(response);
        } catch (SipException e) {
            LOG.debug("an answer can't be sent: {}", e.getClass().getSimpleName());
        }
        return true;
    }

    @Override
    public void asked(Request request, ServerTransaction transaction) throws SipException {
        Optional<Call> known = board.call(Texts.callId(request));
        if (Request.REGISTER.equals(request.getMethod())) {
            registrar.orElseThrow().register(request, transaction);
        } else if (known.isPresent()) {
            known.get().asked(request, transaction);
        } else if (Request.INVITE.equals(request.getMethod())) {
            invited(request, transaction);
        }
    }

    private void invited(Request invite, ServerTransaction transaction) throws SipException {
        Optional<Origin> origin = origin(invite);
        if (origin.isEmpty()) return;
        if (!board.begins()) {
            board.refused();
            answer(transaction, invite, Response.SERVICE_UNAVAILABLE);
            return;
        }
        Optional<Trunk> trunk = trunk(invite);
        Call call = Call.in(board, invite, transaction, trunk.flatMap(Trunk::logins));
        call.announce(new CallEvent.Incoming(
                call,
                origin.get(),
                Visits.caller(invite, origin.get(), phrases()),
                Visits.called(invite, trunk),
                Texts.sdp(invite)));
    }

    private void answer(ServerTransaction transaction, Request request, int code) throws SipException {
        try {
            transaction.sendResponse(phrases().response(code, request));
        } catch (InvalidArgumentException e) {
            throw new SipException("no answer", e);
        }
    }

    private Optional<Origin> origin(Request request) {
        return trunk(request)
                .<Origin>map(trunk -> new Origin.Trunk(trunk.config().name()))
                .or(() -> registrar.flatMap(known -> known.account(request)).map(Origin.Account::new));
    }

    private Optional<Trunk> trunk(Request request) {
        return trunks.at(((SIPRequest) request).getRemoteAddress());
    }

    @Override
    public void stray(Response response, Optional<Dialog> dialog) {
        Optional<Call> call = board.call(Texts.callId(response));
        boolean isAccepted = response.getStatusCode() / 100 == 2
                && Request.INVITE.equals(Texts.cseq(response).getMethod());
        if (call.isPresent()) call.get().stray(response, dialog);
        else if (isAccepted) farewells.late(response, dialog);
    }

    @Override
    public void unheard(String callId, boolean isEarly) {
        board.call(callId).ifPresent(call -> call.unheard(isEarly));
    }
}
