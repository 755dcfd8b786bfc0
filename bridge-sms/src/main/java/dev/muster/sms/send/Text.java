package dev.muster.sms.send;

import dev.muster.kit.number.PhoneNumber;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Outgoing;
import dev.muster.sms.consent.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A text, and what has become of it.
///
/// @param draft what was wanted, from a number that its carrier has; it says nothing any more once nobody needs that
public record Text(Draft draft, Freight freight, Standing standing) {
    static Text of(Draft draft, Line line, int segments, Instant now) {
        Draft ours = draft.from(line.own(draft.from()).orElse(""));
        return of(ours, line.name(), segments, segments * line.price(draft.to()), now);
    }

    /// One that no carrier takes.
    static Text nowhere(Draft draft, int segments, Instant now) {
        return of(draft.from(""), "", segments, 0, now);
    }

    private static Text of(Draft draft, String carrier, int segments, long price, Instant now) {
        Freight freight = Freight.of(carrier, segments, price, draft.form().means());
        return new Text(draft, freight, Standing.queued(now));
    }

    public String id() {
        return draft.id();
    }

    public PhoneNumber to() {
        return draft.to();
    }

    /// What it is part of.
    public Optional<String> broadcast() {
        return draft.broadcast();
    }

    public Purpose purpose() {
        return draft.purpose();
    }

    /// After which it is of no use.
    public Instant until() {
        return draft.until();
    }

    public Form form() {
        return draft.form();
    }

    public State state() {
        return standing.state();
    }

    /// Why it is held, blocked or failed, in a word; empty otherwise.
    public String reason() {
        return standing.reason();
    }

    /// Which carrier it is for.
    public String carrier() {
        return freight.carrier();
    }

    /// Its place in the queue.
    Instant turn() {
        return standing.turn();
    }

    /// Whether it goes before everything that many people get.
    boolean isPersonal() {
        return draft.broadcast().isEmpty() || draft.isEmergency();
    }

    private Text with(Standing other) {
        // What has arrived, or never will, needs nobody to keep it.
        return new Text(other.state().isFinal() ? draft.says("") : draft, freight, other);
    }

    Text is(State state, String reason, Instant now) {
        return with(standing.is(state, reason, now));
    }

    /// Back in the queue.
    Text again(State state, String reason, Instant turn, boolean wasTried, Instant now) {
        return with(standing.again(state, reason, turn, wasTried, now));
    }

    private Text with(Freight other) {
        return new Text(draft, other, standing);
    }

    /// By another carrier.
    Text by(Line line) {
        return with(freight.by(line.name(), line.price(draft.to())));
    }

    /// As it was carried, as far as that is said.
    Text carried(Optional<Means> means) {
        return means.map(as -> with(freight.carried(as))).orElse(this);
    }

    /// As nothing but a text, which its carrier doesn't know yet.
    Text plain() {
        return new Text(draft.as(Form.TEXT), freight.plain(Form.TEXT.segments(draft.body())), standing);
    }

    /// What the carrier calls it.
    Text known(List<String> ids) {
        return with(freight.known(ids));
    }

    /// With one more part that has arrived.
    Text arrived(String part) {
        return with(freight.arrived(part));
    }

    /// The message that a carrier gets.
    Outgoing outgoing(Line line, Instant now) {
        Duration validity = Duration.between(now, draft.until());
        return new Outgoing(
                id(), line.sender(this), to(), draft.body(), form().means(), form().media(), form().card(), validity);
    }

    /// Neither what it says, nor to whom.
    @Override
    public String toString() {
        return "text " + id() + " (" + state().word() + ")";
    }
}
