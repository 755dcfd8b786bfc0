package dev.muster.cli;

import picocli.CommandLine.ExitCode;

/// How a command ends that has said something to a bot, and what it prints of the answer.
final class Answering {
    private final Shell shell;
    private final Output output;

    Answering(Shell shell, Output output) {
        this.shell = shell;
        this.output = output;
    }

    /// What is printed when all is well.
    interface Printing {
        void print(Reply.Done done) throws InterruptedException;
    }

    /// For something that the bot is to do: if it isn't there now, it does it when it is, so nothing has failed.
    int done(Reply reply, Printing printing) throws InterruptedException {
        return switch (reply) {
            case Reply.Done done -> {
                printing.print(done);
                yield ExitCode.OK;
            }
            case Reply.Refused refused -> refused(refused);
            case Reply.Kept _ -> {
                output.print("not answered yet", new JsonObject().with("result", "kept"));
                shell.complain(
                        "the bot has not answered in time. A relay keeps your message, and the bot does it as soon"
                                + " as it is there; no need to say it again. Its answer: muster dm read");
                yield ExitCode.OK;
            }
        };
    }

    /// For something that is asked of the bot.
    int told(Reply reply, Printing printing) throws InterruptedException {
        return switch (reply) {
            case Reply.Done done -> {
                printing.print(done);
                yield ExitCode.OK;
            }
            case Reply.Refused refused -> refused(refused);
            case Reply.Kept _ -> {
                shell.complain(
                        "the bot has not answered in time. Is it running? (muster bot status) Or wait longer with"
                                + " --timeout");
                yield ExitCode.SOFTWARE;
            }
        };
    }

    /// Just its words.
    void words(Reply.Done done) {
        output.print(done.text(), new JsonObject().with("result", "ok").with("message", done.text()));
    }

    private int refused(Reply.Refused refused) {
        output.onlyJson(new JsonObject()
                .with("result", "refused")
                .with("reason", refused.word())
                .with("message", refused.text()));
        shell.complain(refused.text().isEmpty() ? "the bot refuses: " + refused.word() : refused.text());
        return ExitCode.SOFTWARE;
    }
}
