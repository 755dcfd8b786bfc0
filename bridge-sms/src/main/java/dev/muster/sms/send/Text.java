package dev.muster.sms.send;

import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.consent.Purpose;
import dev.muster.sms.number.PhoneNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A text, and what has become of it.
///
/// @param from which of our numbers or names it must go from; empty if any will do
/// @param body what it says; empty once nobody needs it any more
/// @param ref what whoever ordered it calls the recipient
/// @param carrier which carrier it is for
/// @param reason why it is held, blocked or failed, in a word; empty otherwise
/// @param price what it costs, in millionths
/// @param ids what the carrier calls it, one for each part that it reports on by itself
/// @param delivered those parts that have arrived
/// @param turn its place in the queue
/// @param tries how often a carrier has said that it doesn't take it now
/// @param form how it is to look
/// @param carried as what it was carried
public record Text(
        String id,
        PhoneNumber to,
        String from,
        String body,
        Purpose purpose,
        Optional<String> broadcast,
        String ref,
        String carrier,
        State state,
        String reason,
        int segments,
        long price,
        List<String> ids,
        List<String> delivered,
        Instant turn,
        int tries,
        Instant until,
        Instant changed,
        boolean isEmergency,
        Form form,
        Carried carried) {
    public Text {
        ids = List.copyOf(ids);
        delivered = List.copyOf(delivered);
    }

    static Text of(Draft draft, Line line, int segments, Instant now) {
        return of(
                draft,
                line.own(draft.from()).orElse(""),
                line.name(),
                segments,
                segments * line.price(draft.to()),
                now);
    }

    /// One that no carrier takes.
    static Text nowhere(Draft draft, int segments, Instant now) {
        return of(draft, "", "", segments, 0, now);
    }

    private static Text of(Draft draft, String from, String carrier, int segments, long price, Instant now) {
        return new Text(
                draft.id(),
                draft.to(),
                from,
                draft.body(),
                draft.purpose(),
                draft.broadcast(),
                draft.ref(),
                carrier,
                State.QUEUED,
                "",
                segments,
                price,
                List.of(),
                List.of(),
                now,
                0,
                draft.until(),
                now,
                draft.isEmergency(),
                draft.form(),
                new Carried(draft.form().means(), Optional.empty()));
    }

    /// Whether it goes before everything that many people get.
    boolean isPersonal() {
        return broadcast.isEmpty() || isEmergency;
    }

    private Text with(State newState, String newReason, Instant newTurn, int newTries, Instant now) {
        // What has arrived, or never will, needs nobody to keep it.
        String kept = newState.isFinal() ? "" : body;
        return new Text(
                id,
                to,
                from,
                kept,
                purpose,
                broadcast,
                ref,
                carrier,
                newState,
                newReason,
                segments,
                price,
                ids,
                delivered,
                newTurn,
                newTries,
                until,
                now,
                isEmergency,
                form,
                carried);
    }

    Text is(State newState, String newReason, Instant now) {
        return with(newState, newReason, turn, tries, now);
    }

    /// Back in the queue.
    Text again(State newState, String newReason, Instant newTurn, boolean wasTried, Instant now) {
        return with(newState, newReason, newTurn, wasTried ? tries + 1 : tries, now);
    }

    /// By another carrier.
    Text by(Line line) {
        return new Text(
                id,
                to,
                from,
                body,
                purpose,
                broadcast,
                ref,
                line.name(),
                state,
                reason,
                segments,
                segments * line.price(to),
                ids,
                delivered,
                turn,
                tries,
                until,
                changed,
                isEmergency,
                form,
                carried);
    }

    /// As it was carried, as far as that is said.
    Text carried(Optional<Means> means) {
        return means.map(as -> with(form, carried.as(as), ids, segments)).orElse(this);
    }

    /// As nothing but a text, which its carrier doesn't know yet.
    Text plain() {
        return with(Form.TEXT, carried.as(Means.SMS), List.of(), Form.TEXT.segments(body));
    }

    private Text with(Form newForm, Carried newCarried, List<String> newIds, int newSegments) {
        long newPrice = segments == 0 ? price : price / segments * newSegments;
        return new Text(
                id,
                to,
                from,
                body,
                purpose,
                broadcast,
                ref,
                carrier,
                state,
                reason,
                newSegments,
                newPrice,
                newIds,
                delivered,
                turn,
                tries,
                until,
                changed,
                isEmergency,
                newForm,
                newCarried);
    }

    Text known(List<String> newIds) {
        return known(newIds, delivered);
    }

    /// With one more part that has arrived.
    Text arrived(String part) {
        if (delivered.contains(part)) return this;
        var more = new ArrayList<>(delivered);
        more.add(part);
        return known(ids, more);
    }

    private Text known(List<String> newIds, List<String> newDelivered) {
        return new Text(
                id,
                to,
                from,
                body,
                purpose,
                broadcast,
                ref,
                carrier,
                state,
                reason,
                segments,
                price,
                newIds,
                newDelivered,
                turn,
                tries,
                until,
                changed,
                isEmergency,
                form,
                carried);
    }

    /// Whether nothing of it is missing on the recipient's phone.
    boolean isWhole() {
        return delivered.size() >= ids.size();
    }

    /// The message that a carrier gets.
    Outgoing outgoing(Line line, Instant now) {
        Duration validity = Duration.between(now, until);
        return new Outgoing(id, line.sender(this), to, body, form.means(), form.media(), form.card(), validity);
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "text " + id + " (" + state.word() + ")";
    }
}
