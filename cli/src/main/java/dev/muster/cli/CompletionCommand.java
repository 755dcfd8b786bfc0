package dev.muster.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster completion`: what makes the Tab key know our commands.
@Command(
        name = "completion",
        description = {
            "Prints a script by which bash and zsh complete commands and options when you press Tab.",
            "Load it into the shell that you are in, or into each from ~/.bashrc or ~/.zshrc."
        },
        footer = {
            "  source <(muster completion)",
            "  muster completion > ~/.muster-completion && echo 'source ~/.muster-completion' >> ~/.bashrc"
        })
final class CompletionCommand implements Runnable {
    private final Shell shell;

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public void run() {
        CommandLine muster = Muster.commandLine(shell);
        shell.print(AutoComplete.bash(muster.getCommandName(), muster).stripTrailing());
    }
}
