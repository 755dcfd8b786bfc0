package dev.muster.kit.desk;

import dev.muster.kit.inbox.Handler;
import dev.muster.kit.inbox.Inbox;
import dev.muster.kit.inbox.InboxConfig;
import dev.muster.kit.ledger.Ledger;
import dev.muster.kit.ops.Upkeep;
import dev.muster.kit.outbox.Outbox;
import dev.muster.kit.post.Connections;
import dev.muster.kit.post.Directory;
import dev.muster.kit.post.Post;
import dev.muster.kit.post.Reach;
import dev.muster.kit.reply.Replies;
import dev.muster.kit.roles.Roles;
import dev.muster.kit.timer.Timers;
import dev.muster.kit.vault.Vault;
import dev.muster.nostr.client.Backoff;
import dev.muster.nostr.client.RelayClient;
import dev.muster.nostr.client.Timing;
import dev.muster.nostr.crypto.ConversationKeys;
import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.wrap.Recipient;
import dev.muster.nostr.wrap.Sender;
import dev.muster.nostr.wrap.UnsignedSeals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// What all rooms of a bot work with: what it remembers, what it is to do when, and how it writes to people.
public final class Desk implements AutoCloseable {
    /// People of one group: more than that are met again as if for the first time, which only costs more.
    private static final int PEOPLE_REMEMBERED = 10_000;

    /// Its own relays are looked for more often than strangers' need to be: nobody reaches it meanwhile.
    private static final Backoff BACK_SOON = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

    private final SecretKey key;
    private final InstantSource clock;
    private final SecureRandom random;
    private final MeterRegistry registry;
    private final Meters meters;
    private final Roles roles;
    private final Ledger ledger;
    private final Timers timers;
    private final Outbox outbox;
    private final InboxConfig inbox;
    private final Reach reach;
    private final Connections connections;
    private final Directory directory;
    private final ConversationKeys conversations = new ConversationKeys(PEOPLE_REMEMBERED);
    private final Sender sender;
    private final Post post;
    private final Replies replies;

    /// @param prefix what the names of its metrics begin with, such as `muster.notifier.`
    public Desk(BotConfig config, Surroundings around, String prefix) {
        key = around.key();
        clock = around.clock();
        random = around.random();
        registry = around.metrics().registry();
        meters = new Meters(registry, prefix);
        roles = new Roles(around.roles());
        ledger = Ledger.open(Upkeep.ledgerIn(config.data()), Vault.open(config.vault(), random));
        timers = new Timers(ledger, clock);
        outbox = new Outbox(ledger, clock, random);
        inbox = config.inbox();
        reach = new Reach(inbox.relays(), config.lookupRelays(), config.localRelays(), config.proxy());
        connections = new Connections(key, reach, clock, random);
        directory = new Directory(connections, clock);
        sender = new Sender(key, conversations, clock, random);
        post = new Post(sender, connections, directory, outbox).telling(meters);
        replies = new Replies(sender, post, clock);
        Gauge.builder(prefix + "outbox.underway", outbox, Outbox::underWay)
                .description("Letters that are on their way at this moment")
                .register(registry);
    }

    public SecretKey key() {
        return key;
    }

    public InstantSource clock() {
        return clock;
    }

    public SecureRandom random() {
        return random;
    }

    public MeterRegistry registry() {
        return registry;
    }

    public Meters meters() {
        return meters;
    }

    public Roles roles() {
        return roles;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Timers timers() {
        return timers;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Connections connections() {
        return connections;
    }

    public ConversationKeys conversations() {
        return conversations;
    }

    public Sender sender() {
        return sender;
    }

    public Post post() {
        return post;
    }

    public Replies replies() {
        return replies;
    }

    /// To where people write to it, for whoever closes them.
    public List<RelayClient> relays() {
        return relays(List.of(key));
    }

    private List<RelayClient> relays(List<SecretKey> keys) {
        return inbox.relays().stream()
                .map(relay -> reach.to(relay)
                        .keys(keys)
                        .timing(Timing.DEFAULT.retry(BACK_SOON))
                        .authenticatingFirst()
                        .clock(clock)
                        .random(random)
                        .open())
                .toList();
    }

    /// What hears what people say to it, as soon as it is told for whom, by whoever closes it: for the bot, and for
    /// others for whom the bot speaks.
    public Inbox inbox(Handler handler) {
        var unsigned = inbox.unsignedCalls() ? UnsignedSeals.OPENED_FOR_CALLS : UnsignedSeals.REFUSED;
        var doors = new Inbox.Doors() {
            @Override
            public List<RelayClient> open(List<SecretKey> keys) {
                return relays(keys);
            }

            @Override
            public Recipient recipient(SecretKey key) {
                return new Recipient(key, conversations, unsigned);
            }
        };
        return new Inbox(doors, ledger, clock, handler, meters::distrusted);
    }

    /// Alarms ring from now on, and errands are run: every room has said by now what is to be done about them.
    public void start() {
        timers.start();
        outbox.start();
    }

    @Override
    public void close() {
        directory.close();
        connections.close();
        outbox.close();
        timers.close();
        ledger.close();
    }
}
