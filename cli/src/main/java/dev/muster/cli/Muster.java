package dev.muster.cli;

import dev.muster.nostr.crypto.PublicKey;
import dev.muster.nostr.event.EventId;
import dev.muster.nostr.event.Tag;
import dev.muster.nostr.nip19.UserInput;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/// The `muster` command: what there is to type after it.
@Command(
        name = "muster",
        description = "Gathers people: a Nostr relay, bots and bridges for groups.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "  muster up",
            "  muster key new --out alice.key",
            "  muster dm send --key alice.key --relay wss://relay.example.org --to npub1… 'On my way'",
            "  muster COMMAND --help"
        })
final class Muster {
    private Muster() {}

    public static void main(String[] args) {
        System.exit(commandLine(Shell.ofThisProcess()).execute(args));
    }

    static CommandLine commandLine(Shell shell) {
        var complaints = new Complaints(shell);
        var muster = new CommandLine(new Muster())
                .addSubcommand(new UpCommand(shell))
                .addSubcommand(new InitCommand(shell))
                .addSubcommand(RelayCommand.in(shell))
                .addSubcommand(NotifierCommand.in(shell))
                .addSubcommand(SmsCommand.in(shell))
                .addSubcommand(SipCommand.in(shell))
                .addSubcommand(SessionCommand.in(shell))
                .addSubcommand(new RsvpCommand(shell))
                .addSubcommand(CertificateCommand.in(shell))
                .addSubcommand(BotCommand.in(shell))
                .addSubcommand(new RingCommand(shell))
                .addSubcommand(DeviceCommand.in(shell))
                .addSubcommand(PushCommand.in(shell))
                .addSubcommand(ContactCommand.in(shell))
                .addSubcommand(OptOutCommand.in(shell))
                .addSubcommand(CallCommand.in(shell))
                .addSubcommand(BroadcastCommand.in(shell))
                .addSubcommand(AccessCommand.in(shell))
                .addSubcommand(new DemoCommand(shell))
                .addSubcommand(KeyCommand.in(shell))
                .addSubcommand(EventCommand.in(shell))
                .addSubcommand(WrapCommand.in(shell))
                .addSubcommand(DmCommand.in(shell))
                .addSubcommand(new PublishCommand(shell))
                .addSubcommand(new ReqCommand(shell))
                .addSubcommand(new SyncCommand(shell))
                .addSubcommand(new CompletionCommand(shell))
                .addSubcommand(new VersionCommand(shell))
                .registerConverter(PublicKey.class, reading(UserInput::publicKey))
                .registerConverter(EventId.class, reading(UserInput::eventId))
                .registerConverter(Tag.class, reading(Arguments::tag))
                .registerConverter(Duration.class, reading(Arguments::span))
                .registerConverter(ZoneId.class, reading(Arguments::zone))
                .registerConverter(Instant.class, reading(text -> Arguments.time(text, shell.clock())))
                .registerConverter(URI.class, reading(Arguments::relay))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .setOut(shell.out())
                .setErr(shell.err());
        muster.getCommandSpec().addOption(help()).addOption(version());
        layOut(muster);
        return muster;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Say what there is to know about the command.")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Say what is running here.")
                .build();
    }

    /// The same help for all: what it does, what to type, examples.
    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .width(100)
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%nExamples:%n");
        command.getSubcommands().values().forEach(Muster::layOut);
    }

    /// Says what is wrong with an argument without repeating it, as picocli would: people paste secrets anywhere.
    private static <T> ITypeConverter<T> reading(ITypeConverter<T> converter) {
        return text -> {
            try {
                return converter.convert(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
