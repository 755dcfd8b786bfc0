package dev.muster.cli;

import dev.muster.sip.AgentSection;
import dev.muster.sip.CallCare.Way;
import dev.muster.sip.MediaConfig;
import dev.muster.sip.SipConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is right or wrong about a bridge to telephones, and what to do where it is wrong.
record SipFinding(State state, String what, String found) {
    private static final String ROOMS = "=rooms";

    enum State {
        RIGHT("ok"),
        WRONG("WRONG"),
        /// Not there, which may be meant so.
        ABSENT("-");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private static SipFinding of(boolean isRight, String what, String right, String wrong) {
        return new SipFinding(isRight ? State.RIGHT : State.WRONG, what, isRight ? right : wrong);
    }

    private static SipFinding absent(String what, String found) {
        return new SipFinding(State.ABSENT, what, found);
    }

    /// Everything that can be said.
    ///
    /// @param ways trunks, as they are now
    static List<SipFinding> all(SipConfig config, List<Way> ways) {
        boolean hasApps = !config.apps().domain().isEmpty();
        var all = new ArrayList<SipFinding>();
        for (Way way : ways) all.add(of(way.isUp() && way.isRegistered(), way.name(), "there", state(way)));
        if (ways.isEmpty()) {
            String none = "none is configured: see docs/calls.md, and [sip.trunk] of muster.toml";
            all.add(
                    hasApps
                            ? absent("trunk", "none: apps reach rooms, and no telephones")
                            : of(false, "trunk", "", none));
        }
        if (!ways.isEmpty() || !hasApps) all.add(allowed(config.gate().allow()));
        all.add(apps(config, hasApps));
        all.add(of(
                !config.numbers().isEmpty(),
                "ours",
                config.numbers().size() + " of our own",
                "whoever calls us reaches nobody: say what our numbers stand for (sip.numbers)"));
        withoutPlus(config).map(number -> unspoken(number)).forEach(all::add);
        all.add(browsers(config.media()));
        if (!ways.isEmpty() || hasApps) all.add(voices(config.media()));
        boolean hasTurn = !config.turn().urls().isEmpty();
        all.add(
                hasTurn
                        ? of(true, "turn", String.join(" ", config.turn().urls()), "")
                        : absent("turn", "none: browsers in networks that block UDP don't get through"));
        return all;
    }

    private static String state(Way way) {
        if (!way.isUp()) return "doesn't answer: compare its uri, and whether the firewall lets us out";
        return "there, but it hasn't let us register: compare username and password";
    }

    private static SipFinding allowed(List<String> allowed) {
        return of(
                !allowed.isEmpty(),
                "numbers",
                "those may be called that begin with " + String.join(" ", allowed),
                "nobody is called: say which numbers may be (sip.gate.allow), such as [\"+49\"]");
    }

    private static SipFinding apps(SipConfig config, boolean hasApps) {
        if (!hasApps) return absent("apps", "none that speak SIP: see docs/sip-apps.md");
        AgentSection agent = config.agent();
        String how = config.apps().encrypted()
                ? " by TLS, port " + (agent.tlsPort() > 0 ? agent.tlsPort() : agent.port() + 1)
                : ", port " + agent.port() + ", where nothing is encrypted";
        return of(
                !isHere(agent.listen()),
                "apps",
                "they register at " + config.apps().domain() + how,
                "those of this machine alone can register: set sip.agent.listen to its address");
    }

    private static Stream<String> withoutPlus(SipConfig config) {
        if (config.rooms().dialIn().isPresent()) return Stream.empty();
        return config.numbers().stream()
                .filter(number -> number.endsWith(ROOMS) && !number.startsWith("+"))
                .map(number -> number.substring(0, number.length() - ROOMS.length()));
    }

    private static SipFinding unspoken(String number) {
        return of(
                false,
                "rooms",
                "",
                "nobody is told " + number + " and a PIN: write it in full, such as +12025550102"
                        + " (sip.numbers or sip.rooms.dial_in)");
    }

    private static SipFinding browsers(MediaConfig media) {
        boolean isOutside = media.isForOthers();
        return of(
                isOutside,
                "media",
                "browsers come to " + String.join(" and ", media.listen()) + " by UDP",
                "browsers of this machine alone: set sip.media.listen, and open that UDP port in the firewall");
    }

    private static SipFinding voices(MediaConfig media) {
        return of(
                !isHere(media.phoneAddress()) || !media.publicAddress().isEmpty(),
                "voices",
                "those of telephones come to " + media.phoneAddress() + ", UDP ports " + media.firstPort() + " to "
                        + media.lastPort(),
                "those of telephones of this machine alone: set sip.media.phone_address to its address");
    }

    private static boolean isHere(String address) {
        return address.startsWith("127.") || address.startsWith("[::1]") || address.equals("::1");
    }
}
