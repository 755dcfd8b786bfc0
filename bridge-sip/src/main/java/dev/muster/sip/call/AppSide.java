package dev.muster.sip.call;

import dev.muster.sip.call.Media.Described;
import dev.muster.sip.sdp.Sdp;
import dev.muster.sip.ua.Call;
import dev.muster.sip.ua.CallEvent;
import dev.muster.sip.ua.HangupReason;
import java.util.Optional;

/// A person with an app that speaks SIP: what others say by wraps about a call, this one says by a call of its own.
///
/// All that the conversation tells it is told while nothing else happens to the conversation.
final class AppSide implements Person {
    private static final int RINGS = 180;
    private static final int DECLINED = 603;
    private static final int NOT_ACCEPTABLE = 488;

    private final Conversation conversation;
    private final Call app;
    private final String person;

    /// What it was answered when it called, as soon as that is known. Guarded by the conversation.
    private Optional<String> answer = Optional.empty();

    /// @param person by what the conversation knows whose app it is
    AppSide(Conversation conversation, Call app, String person) {
        this.conversation = conversation;
        this.app = app;
        this.person = person;
    }

    boolean isOf(Conversation other) {
        return conversation == other;
    }

    /// It is answered what it is, and the telephone is dialled.
    void calls(Sdp offer) {
        // What comes of dialling mustn't be told before it is known what to answer.
        synchronized (conversation) {
            if (conversation.describe(offer) instanceof Described.Given(var ours)) {
                answer = Optional.of(ours);
            } else {
                app.reject(NOT_ACCEPTABLE);
                conversation.hangUp(HangupReason.MEDIA_FAILURE);
            }
        }
    }

    @Override
    public void rings() {
        app.ring();
    }

    @Override
    public void hears() {
        answer.ifPresent(app::progress);
    }

    @Override
    public void answered() {
        answer.ifPresent(app::answer);
    }

    @Override
    public void over(HangupReason why) {
        app.hangUp(why);
    }

    /// What the app tells.
    void happened(CallEvent event) {
        switch (event) {
            case CallEvent.Incoming _ -> throw new IllegalStateException("it has come already");
            case CallEvent.Progress(var _, var code, var _, var _) -> {
                if (code == RINGS) conversation.rings();
            }
            case CallEvent.Answered(var _, var theirs) -> theirs.ifPresent(this::takes);
            case CallEvent.Offered(var _, var offer) -> offered(offer.flatMap(Sdp::parse));
            case CallEvent.Agreed _, CallEvent.Declined _, CallEvent.Transferring _ -> {
                // We want nothing of it but to be spoken with.
            }
            case CallEvent.Digit(var _, var key, var _) -> conversation.press(String.valueOf(key));
            case CallEvent.TransferAsked _ -> app.transferred(DECLINED);
            case CallEvent.Ended(var _, var why, var _) -> conversation.hangUp(reason(why));
        }
    }

    /// An app that isn't there is nothing that is out of order: who calls hears that nobody answers (480).
    private HangupReason reason(HangupReason why) {
        return why == HangupReason.NETWORK_FAILURE && !conversation.isTalking() ? HangupReason.NO_ANSWER : why;
    }

    /// The telephone calls, and this is how they speak who have answered.
    private void takes(String theirs) {
        if (answered(theirs)) return;
        app.hangUp(HangupReason.MEDIA_FAILURE);
        conversation.hangUp(HangupReason.MEDIA_FAILURE);
    }

    private boolean answered(String theirs) {
        Optional<Sdp> read = Sdp.parse(theirs);
        return read.isPresent() && conversation.claim(person) && conversation.accept(read.get());
    }

    /// They hold the call, or go on with it; or they are elsewhere.
    private void offered(Optional<Sdp> offer) {
        if (offer.isPresent() && conversation.describe(offer.get()) instanceof Described.Given(var ours))
            app.accept(ours);
        else app.refuse();
    }
}
