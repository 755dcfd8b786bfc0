package dev.muster.cli;

import dev.muster.cli.Shell.Environment;

/// The password of a key: the variable `MUSTER_PASSWORD`, or what somebody types at the terminal.
final class Password {
    private static final String VARIABLE = "MUSTER_PASSWORD";

    private final Environment environment;

    Password(Environment environment) {
        this.environment = environment;
    }

    /// @param where the key that it opens
    String toOpen(String where) {
        return environment
                .variable(VARIABLE)
                .or(() -> environment.askPassword("Password of " + where + ": "))
                .orElseThrow(() -> missing(where + " is encrypted"));
    }

    /// A new one, typed twice.
    String chosen() {
        return environment.variable(VARIABLE).orElseGet(() -> {
            String first =
                    environment.askPassword("New password: ").orElseThrow(() -> missing("the key is to be encrypted"));
            if (first.isEmpty()) throw new Failure("an empty password protects nothing: type one");
            String second = environment.askPassword("The same again: ").orElse("");
            if (!first.equals(second)) throw new Failure("the two passwords are not the same: try again");
            return first;
        });
    }

    private static Failure missing(String why) {
        return Failure.usage(
                why + ", and there is no terminal to ask for the password: put it into the variable " + VARIABLE);
    }
}
