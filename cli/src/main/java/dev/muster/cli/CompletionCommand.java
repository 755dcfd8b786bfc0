package dev.muster.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `muster completion`: what makes the Tab key know our commands.
@Command(
        name = "completion",
        description = {
            "Prints a script that lets bash and zsh complete muster's commands and options.",
            "Load it in each shell from ~/.bashrc or ~/.zshrc; in zsh, after: autoload -U +X bashcompinit &&"
                    + " bashcompinit"
        },
        footer = {"  muster completion > ~/.muster-completion", "  echo 'source ~/.muster-completion' >> ~/.bashrc"})
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
