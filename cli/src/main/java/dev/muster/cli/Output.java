package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Option;

/// What a command prints: text for people, or JSON for programs.
final class Output {
    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    private final Shell shell;

    Output(Shell shell) {
        this.shell = shell;
    }

    void print(String text, JsonObject object) {
        print(text, object.bytes());
    }

    void print(String text, byte[] object) {
        shell.print(line(text, object));
    }

    /// What people are told in another way.
    void onlyJson(JsonObject object) {
        if (json) shell.print(object.bytes());
    }

    /// Whichever of the two was asked for.
    byte[] line(String text, byte[] object) {
        return json ? object : text.getBytes(UTF_8);
    }
}
