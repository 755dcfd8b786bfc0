/// Who may be texted: what people have agreed to, and that they have had enough. What stands here is asked before every
/// text.
@NullMarked
package dev.muster.sms.consent;

import org.jspecify.annotations.NullMarked;
