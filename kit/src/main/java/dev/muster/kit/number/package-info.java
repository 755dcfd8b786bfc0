/// Telephone numbers: read as people write them, refused with a reason where no text can go, and shown by their last
/// digits only.
@NullMarked
package dev.muster.kit.number;

import org.jspecify.annotations.NullMarked;
