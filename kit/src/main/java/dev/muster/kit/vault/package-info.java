/// Keeps what a daemon writes down unreadable for whoever has only its disk: values are sealed with
/// AES-256-GCM, and what they are found by is an HMAC. The keys are in a file outside the database and its
/// backups.
@NullMarked
package dev.muster.kit.vault;

import org.jspecify.annotations.NullMarked;
