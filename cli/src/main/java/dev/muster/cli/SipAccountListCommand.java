package dev.muster.cli;

import dev.muster.kit.control.Operation.Nothing;
import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.nip19.Bech32Entity.Npub;
import dev.muster.sip.AppCare;
import dev.muster.sip.AppCare.Line;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `muster sip account list`: which accounts there are.
@Command(
        name = "list",
        description = {
            "Lists the accounts: whose each is, on how many devices it is registered now, and whether it may call"
                    + " telephones.",
            "Asks the running bot (muster sip)."
        },
        footer = {"  muster sip account list", "  muster sip account list --json"})
final class SipAccountListCommand implements Runnable {
    @Mixin
    private final Output output;

    private final Shell shell;
    private final SipDesk desk;

    SipAccountListCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.shell = shell;
        this.desk = desk;
    }

    @Override
    public void run() {
        List<Line> lines = desk.ask(AppCare.LIST, new Nothing()).accounts();
        if (lines.isEmpty()) shell.complain("there is no account: make one with muster sip account add");
        for (Line line : lines) output.print(text(line), json(line));
    }

    private static String text(Line line) {
        return "%-20s  %d registered  %s  since %s%s"
                .formatted(
                        line.name() + "@" + line.domain(),
                        line.devices(),
                        line.mayCall() ? "may call telephones" : "is called only",
                        SipDesk.time(line.since()),
                        line.person().isEmpty() ? "" : "  " + npub(line));
    }

    private static String npub(Line line) {
        return new Npub(PublicKey.parse(line.person())).encode();
    }

    private static JsonObject json(Line line) {
        var json = new JsonObject()
                .with("name", line.name())
                .with("domain", line.domain())
                .with("devices", line.devices())
                .with("may_call", line.mayCall())
                .with("since", line.since());
        if (!line.person().isEmpty()) json.with("person", npub(line));
        return json;
    }
}
