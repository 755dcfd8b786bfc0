package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// What `--help` says, of every command.
@NullMarked
class HelpTest {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    static Stream<CommandLine> commands() {
        return below(Muster.commandLine(Shell.ofThisProcess()));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::below));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoesAndHasAnExample(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String call = spec.qualifiedName() + " --help";
        TestShell.Run help =
                new TestShell().run(call.substring("muster ".length()).split(" ", -1));

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(spec.usageMessage().description()).isNotEmpty();
        assertThat(help.out()).contains("\nExamples:\n  ");
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        spec.args().forEach(arg -> assertThat(arg.description()).as("%s", arg).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleInTheHelpParses(CommandLine command) {
        String footer =
                String.join("\n", command.getCommandSpec().usageMessage().footer());
        assertParses(footer);
    }

    @Test
    void everyExampleInTheReadmeParses() throws IOException {
        assertParses(Files.readString(Path.of("..", "README.md")));
    }

    @Test
    void aGroupOfCommandsWithoutOneShowsWhatThereIs() {
        TestShell.Run run = new TestShell().run("key");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Missing required subcommand", "encrypt", "decrypt");
    }

    @Test
    void aWrongOptionPointsToTheHelp() {
        TestShell.Run run = new TestShell().run("key", "new", "--outt");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--outt", "did you mean: --out?", "see: muster key new --help");
    }

    @Test
    void completionKnowsEveryCommand() {
        String script = new TestShell().run("completion").out();
        assertThat(script).contains("complete -F _complete_muster", "encrypt", "--accept-unsigned-seals");
    }

    /// The calls of muster in a text, one by one, as a shell would split them.
    private static void assertParses(String text) {
        for (String line : text.replace("\\\n", " ").lines().toList()) {
            for (String part : line.split("[|;&]", -1)) {
                String call = part.strip()
                        .replaceFirst("^\\$ ", "")
                        .replaceFirst("^\\./", "")
                        .replaceFirst(" #.*", "");
                if (call.startsWith("muster ")) assertParsesAlone(call);
            }
        }
    }

    private static void assertParsesAlone(String call) {
        List<String> words = new ArrayList<>();
        Matcher matcher =
                WORD.matcher(call.replaceAll("[<>]+ *\\S+", "").replace("npub1…", TestShell.npub(TestShell.BOB)));
        while (matcher.find())
            words.add(Stream.of(1, 2, 3)
                    .map(matcher::group)
                    .filter(word -> word != null)
                    .findFirst()
                    .orElseThrow());
        if (words.contains("COMMAND")) return;
        CommandLine muster = Muster.commandLine(Shell.ofThisProcess());
        assertThatCode(() -> muster.parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
                .as(call)
                .doesNotThrowAnyException();
    }
}
