package dev.muster.it;

import dev.muster.nostr.crypto.SecretKey;
import dev.muster.nostr.event.Events;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A relay, the bot for telephones, a browser, and Ana, who may call.
record CallingHouse(House house, SecretKey key, Browser browser) implements AutoCloseable {
    static final String ANYBODY = "+12025550123";

    /// @param settings of the bot, such as `sip.trunk.uri=sips:trunk.example.org`
    static CallingHouse open(Path folder, Browser.Kind browser, String... settings)
            throws IOException, InterruptedException {
        SecretKey key = SecretKey.random(Events.RANDOM);
        var all = new ArrayList<>(List.of(
                "sip.gate.allow=+1",
                "sip.numbers=+12025550100=operators",
                "roles.operator=" + new Npub(key.publicKey()).encode()));
        all.addAll(List.of(settings));
        House house =
                House.in(Files.createDirectory(folder.resolve("house")), House.SOON_READY, all.toArray(String[]::new));
        try {
            house.relay().start();
            house.telephones().start();
            return new CallingHouse(house, key, browser.startToCall(Files.createDirectory(folder.resolve("browser"))));
        } catch (IOException | RuntimeException e) {
            house.close();
            throw e;
        }
    }

    NostrPhone ana(NodePeer library) {
        return NostrPhone.of(library, house, key, browser);
    }

    @Override
    public void close() {
        browser.close();
        house.close();
    }
}
