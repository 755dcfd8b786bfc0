package dev.muster.sip.ua;

/// What we say who we are where we are asked.
public record Credentials(String username, String password) {
    /// Without the password.
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
