package dev.muster.notifier.session;

import dev.muster.kit.ledger.Ledger;

/// What is written down about sessions.
record Records(
        Ledger ledger, Book book, Names names, Deliveries deliveries, Attendance attendance, Lodgings lodgings) {}
