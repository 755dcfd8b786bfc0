package dev.muster.sms;

import dev.muster.kit.desk.Surroundings;
import dev.muster.kit.http.Routes;
import dev.muster.sms.SmsConfig.Mode;
import dev.muster.sms.carrier.Carrier;
import dev.muster.sms.carrier.Ears;
import dev.muster.sms.carrier.LineConfig;
import dev.muster.sms.carrier.http.HttpCarrier;
import dev.muster.sms.carrier.smpp.SmppCarrier;
import dev.muster.sms.carrier.twilio.TwilioCarrier;
import dev.muster.sms.send.Line;
import dev.muster.sms.send.Lines;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The carriers that are configured. The only place that knows which there are.
final class Carriers implements AutoCloseable {
    private final List<Line> all = new ArrayList<>();

    /// @param url where carriers reach our webhooks
    /// @throws IOException if a file can't be read that the configuration names
    Carriers(SmsConfig config, Surroundings around, URI url) throws IOException {
        if (isUsed(config, Mode.SMPP) && !config.smpp().host().isEmpty()) {
            var smpp = new SmppCarrier(config.smpp(), around.clock(), around.random());
            add(smpp, config.smpp().line());
        }
        if (isUsed(config, Mode.TWILIO) && !config.twilio().accountSid().isEmpty()) {
            add(
                    new TwilioCarrier(config.twilio(), url, around.clock()),
                    config.twilio().line());
        }
        if (isUsed(config, Mode.HTTP) && config.http().address().isPresent()) {
            add(
                    new HttpCarrier(config.http().at(url), around.clock()),
                    config.http().line());
        }
    }

    private static boolean isUsed(SmsConfig config, Mode mode) {
        return config.mode() == Mode.ALL || config.mode() == mode;
    }

    private void add(Carrier carrier, LineConfig line) {
        all.add(new Line(carrier, line));
    }

    Lines lines() {
        return new Lines(all);
    }

    void on(Routes routes) {
        all.forEach(line -> line.carrier().on(routes));
    }

    void start(Ears ears) {
        all.forEach(line -> line.carrier().start(ears));
    }

    @Override
    public void close() {
        all.forEach(line -> line.carrier().close());
    }
}
