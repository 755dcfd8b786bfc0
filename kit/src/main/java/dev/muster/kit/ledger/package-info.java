/// What a daemon must not forget: records on named [Shelf]s, changed all at once or not at all, and durable
/// before anybody hears of it.
///
/// Nothing is written in clear: a record is sealed, and the names that it is found by are replaced by what
/// the [dev.muster.kit.vault.Vault] makes of them. Only times stay readable, for they are put in order.
///
/// ```
/// 00                                                the key that everything is sealed with
/// name of the shelf · 00 · [time 8] · 16 a name     sealed: the names, and the record as JSON
/// ```
///
/// The only room of the kit with RocksDB.
@NullMarked
package dev.muster.kit.ledger;

import org.jspecify.annotations.NullMarked;
