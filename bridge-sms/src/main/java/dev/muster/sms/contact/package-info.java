/// Lists of people who have only a phone, as organizers keep them.
@NullMarked
package dev.muster.sms.contact;

import org.jspecify.annotations.NullMarked;
