package dev.muster.notifier.page;

/// A piece of a page: HTML as it may be sent.
record Markup(String html) {
    static final Markup NOTHING = new Markup("");

    /// What somebody wrote, as text and nothing else, also within an attribute.
    static Markup text(String text) {
        return new Markup(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;"));
    }

    static Markup number(long number) {
        return new Markup(Long.toString(number));
    }
}
