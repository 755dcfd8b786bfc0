/// What becomes of a text on the air: which alphabet it is sent in, and in how many segments, each of which is paid
/// for.
/// Knows nothing of numbers and carriers.
@NullMarked
package dev.muster.sms.text;

import org.jspecify.annotations.NullMarked;
