package dev.muster.cli;

import dev.muster.nostr.nip19.UserInput;
import dev.muster.sip.AppCare;
import dev.muster.sip.AppCare.Made;
import dev.muster.sip.AppCare.Wanted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `muster sip account add`: a new account, or a new password.
@Command(
        name = "add",
        description = {
            "Makes an account and prints its password, this once: what is kept of it is no more than a hash. If there"
                    + " is an account of that name, it gets a new password, and what else is said here.",
            "Asks the running bot (muster sip)."
        },
        footer = {"  muster sip account add ana --person npub1… --may-call", "  muster sip account add door --json"})
final class SipAccountAddCommand implements Runnable {
    @Parameters(paramLabel = "NAME", description = "What it is called: small letters, digits, dots and dashes.")
    private String name = "";

    @Option(
            names = "--person",
            paramLabel = "NPUB",
            description = "Whose it is: who calls a number of theirs (sip.numbers) has these apps ring.")
    private String person = "";

    @Option(
            names = "--may-call",
            description = "It may call telephones, within what sip.gate allows everybody. That costs, and whoever gets"
                    + " hold of the password can do so.")
    private boolean mayCall;

    @Mixin
    private final Output output;

    private final Shell shell;
    private final SipDesk desk;

    SipAccountAddCommand(Shell shell, SipDesk desk) {
        this.output = new Output(shell);
        this.shell = shell;
        this.desk = desk;
    }

    @Override
    public void run() {
        String hex = person.isEmpty() ? "" : UserInput.publicKey(person).hex();
        Made made = desk.ask(AppCare.ADD, new Wanted(name, hex, mayCall));
        output.print(
                made.password(),
                new JsonObject()
                        .with("name", made.name())
                        .with("domain", made.domain())
                        .with("password", made.password()));
        shell.complain("this password of " + made.name() + "@" + made.domain() + " is not shown again");
    }
}
