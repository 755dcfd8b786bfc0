/// What people open in a browser: the page behind a join link, and the one that shows whether a certificate is true.
///
/// A page is one file of HTML, one of style and one of script, all from here: nothing is loaded from elsewhere, and a
/// strict Content-Security-Policy sees to it. Without the script it works too, and only counts less.
@NullMarked
package dev.muster.notifier.page;

import org.jspecify.annotations.NullMarked;
