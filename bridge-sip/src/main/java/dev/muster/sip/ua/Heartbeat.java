package dev.muster.sip.ua;

import java.util.List;
import javax.sip.address.Address;
import javax.sip.message.Request;

/// Asks the servers of a trunk now and then whether they are there.
final class Heartbeat {
    private final Wire wire;
    private final Trunk trunk;

    Heartbeat(Wire wire, Trunk trunk) {
        this.wire = wire;
        this.trunk = trunk;
    }

    /// Until it is interrupted.
    void run() {
        try {
            while (true) {
                List<Target> targets = trunk.targets();
                if (trunk.config().isChecked() && wire.speaks(trunk.config().transport())) {
                    for (Target target : targets) trunk.seen(target, isThere(target));
                    trunk.judge(targets);
                }
                Thread.sleep(wire.timing().heartbeat());
            }
        } catch (InterruptedException closing) {
            return;
        }
    }

    /// Whatever is answered, somebody was there.
    private boolean isThere(Target target) throws InterruptedException {
        Phrases phrases = wire.phrases();
        var to = phrases.uri("sip:" + trunk.config().domain());
        Address from = phrases.address(phrases.uri(trunk.user(), trunk.config().domain()));
        String callId = wire.token();
        return new Exchange(wire, trunk.logins())
                .ask(
                        cseq -> {
                            Request options = phrases.request(
                                    Request.OPTIONS, to, target, from, wire.token(), phrases.address(to), callId, cseq);
                            trunk.route().forEach(options::addHeader);
                            options.addHeader(phrases.contact(target.transport(), trunk.user()));
                            options.addHeader(phrases.header("Accept", "application/sdp"));
                            return options;
                        },
                        wire.timing().firstAnswer())
                .isPresent();
    }
}
