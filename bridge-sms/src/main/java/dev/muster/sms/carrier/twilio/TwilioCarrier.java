package dev.muster.sms.carrier.twilio;

import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.type.PhoneNumber;
import dev.muster.kit.http.Routes;
import dev.muster.sms.carrier.Answer;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.Incoming;
import dev.muster.sms.carrier.Means;
import dev.muster.sms.carrier.Media;
import dev.muster.sms.carrier.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Texts through Twilio.
public final class TwilioCarrier implements Carrier {
    /// What Twilio takes.
    private static final int LONGEST_VALIDITY_SECONDS = 36_000;

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    private final TwilioConfig config;
    private final InstantSource clock;
    private final Twilio twilio;
    private final Pauses pauses;
    private final Reports reports;
    private final Webhooks webhooks;
    private final Cards cards;
    private final Pictures pictures;
    private final Archive archive;
    private volatile @Nullable Ears ears;

    /// @param publicUrl where Twilio reaches our webhooks
    /// @throws IllegalArgumentException if the file with the token can't be read
    public TwilioCarrier(TwilioConfig config, URI publicUrl, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        Account account = Account.of(config);
        var wire = new Wire(config);
        this.twilio = new Twilio(account, wire);
        this.pauses = new Pauses(clock);
        this.reports = new Reports(pauses);
        this.webhooks = new Webhooks(publicUrl, account, () -> Optional.ofNullable(ears));
        this.cards = new Cards(twilio);
        this.pictures = new Pictures(account, wire, mediaBytes());
        this.archive = new Archive(twilio);
    }

    @Override
    public String name() {
        return Reports.CARRIER;
    }

    @Override
    public Set<Means> means() {
        return config.rcsSender().isEmpty() ? EnumSet.of(Means.SMS, Means.MMS) : EnumSet.allOf(Means.class);
    }

    @Override
    public long mediaBytes() {
        return config.mediaMaxMb() * 1024L * 1024L;
    }

    /// There is nothing to connect to: Twilio comes to us.
    @Override
    public void start(Ears hearing) {
        ears = hearing;
    }

    @Override
    public Optional<String> trouble() {
        if (ears == null) return Optional.of("it isn't started");
        return pauses.left(Pauses.ALL)
                .map(left -> "Twilio refuses the account, or takes nothing now; it is tried again in "
                        + left.toSeconds() + " s");
    }

    @Override
    public void on(Routes routes) {
        webhooks.on(routes, reports);
    }

    @Override
    public Answer send(Outgoing message, Duration patience) throws InterruptedException {
        String sender = message.from().isEmpty() ? config.messagingService() : message.from();
        Optional<Duration> pause = pauses.left(Pauses.ALL);
        if (pause.isPresent()) return new Answer.Later("asked to pause", pause, true);
        Optional<Duration> rest = pauses.left(sender);
        if (rest.isPresent()) return new Answer.Later("the sender isn't registered (10DLC)", rest, false);
        if (sender.isEmpty()) return new Answer.Refused("", "no sender for Twilio", false);
        Answer answer = handOver(message, patience);
        if (answer instanceof Answer.Later(var _, Optional<Duration> after, boolean isForAll) && isForAll)
            pauses.pause(Pauses.ALL, after.orElse(AFTER_TROUBLE));
        if (answer instanceof Answer.Refused refused && refused.code().equals(String.valueOf(Codes.UNREGISTERED)))
            reports.rest(sender);
        return answer;
    }

    private Answer handOver(Outgoing message, Duration patience) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        MessageCreator creator = creator(message);
        if (message.means() == Means.RCS && message.card().isPresent()) {
            Outcome<String> content = cards.content(message.card().get(), patience);
            if (!(content instanceof Outcome.Done<String>(var look))) return withoutLook(content);
            creator.setContentSid(look)
                    .setContentVariables(Cards.variables(message, message.card().get()));
        } else creator.setBody(message.text());
        Duration left = Duration.between(clock.instant(), end);
        if (!left.isPositive()) return new Answer.Later("no time left", Optional.empty(), false);
        return Codes.answer(twilio.attempt(creator::create, left).named(Message::getSid));
    }

    private MessageCreator creator(Outgoing message) {
        List<URI> media = message.means() == Means.SMS ? List.of() : message.media();
        MessageCreator creator = message.means() == Means.RCS ? byRcs(message, media) : byNumber(message, media);
        return creator.setStatusCallback(webhooks.receiptsOf(message.id()))
                .setValidityPeriod(Math.clamp(message.validity().toSeconds(), 1, LONGEST_VALIDITY_SECONDS));
    }

    private MessageCreator byNumber(Outgoing message, List<URI> media) {
        var to = new PhoneNumber(message.to().e164());
        return message.from().isEmpty()
                ? new MessageCreator(to, config.messagingService(), media)
                : new MessageCreator(to, new PhoneNumber(message.from()), media);
    }

    /// A messaging service tries RCS first and falls back by itself. To name both it and an RCS sender is an error
    /// (21664, 21666); without a service nobody falls back, and the address has to say that it is RCS.
    private MessageCreator byRcs(Outgoing message, List<URI> media) {
        String number = message.to().e164();
        if (config.messagingService().isEmpty()) {
            return new MessageCreator(new PhoneNumber("rcs:" + number), new PhoneNumber(config.rcsSender()), media);
        }
        var creator = new MessageCreator(new PhoneNumber(number), config.messagingService(), media);
        return message.from().isEmpty() ? creator : creator.setFallbackFrom(message.from());
    }

    /// Whatever came of asking for its look: the message itself has not been sent.
    private static Answer withoutLook(Outcome<String> content) {
        return switch (Codes.answer(content)) {
            case Answer.Unknown(var reason) -> new Answer.Later(reason, Optional.of(AFTER_TROUBLE), false);
            case Answer.Later later -> later;
            case Answer.TextOnly textOnly -> textOnly;
            case Answer.Refused(var code, var _, var _) ->
                new Answer.Refused(code, "Twilio doesn't take the card", false);
            case Answer.Accepted _ -> throw new IllegalStateException("there is a look");
        };
    }

    @Override
    public Optional<Incoming.Receipt> ask(Outgoing message, List<String> ids, Instant sent, Duration patience)
            throws InterruptedException {
        return archive.find(message, ids, sent, patience);
    }

    @Override
    public Optional<Media> fetch(URI media, Duration patience) throws IOException, InterruptedException {
        return pictures.fetch(media, patience);
    }

    @Override
    public boolean forget(String id, Duration patience) throws InterruptedException {
        return archive.forget(id, patience);
    }

    @Override
    public void close() {
        twilio.close();
    }
}
