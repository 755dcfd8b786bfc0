package dev.muster.notifier.session;

/// A telephone number that an announcement names, and whose it is.
record Contact(String number, String name) {
    /// What may be shown of the number.
    String masked() {
        String digits = number.replaceAll("\\D", "");
        return "•••" + digits.substring(Math.max(0, digits.length() - 4));
    }

    /// Neither the number nor the name: it may end up in a log.
    @Override
    public String toString() {
        return "a contact";
    }
}
