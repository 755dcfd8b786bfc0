package dev.muster.kit.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.muster.kit.number.Reading.Good;
import dev.muster.kit.number.Reading.Refused;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads numbers as people and carriers write them.
public final class Numbers {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    private static final Pattern SCHEME = Pattern.compile("^\\s*tel:", Pattern.CASE_INSENSITIVE);
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern SHORT = Pattern.compile("[^\\d+]*(\\d[^\\d+]*){3,6}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{6,14}");

    private static final int MEXICO = 52;
    private static final String OLD_MOBILE = "1";
    private static final int MEXICAN = 10;

    private Numbers() {}

    /// Whether numbers can be read as people there write them.
    ///
    /// @param region two letters, such as `US`
    public static boolean knows(String region) {
        return PLANS.getSupportedRegions().contains(region);
    }

    /// Reads one, which is to be the only thing in this text.
    ///
    /// @param region where people would dial it that way, unless it begins with a plus sign
    public static Reading read(String text, String region) {
        return read(text, region, true);
    }

    /// Reads one that is to be called, where a hotline is welcome.
    ///
    /// @param region as for [#read]
    public static Reading callable(String text, String region) {
        return read(text, region, false);
    }

    private static Reading read(String text, String region, boolean isText) {
        String written = SCHEME.matcher(text).replaceFirst("");
        Phonenumber.PhoneNumber number;
        try {
            number = current(PLANS.parse(written, region));
        } catch (NumberParseException e) {
            return isShort(written) ? tooShort() : invalid();
        }
        if (number.hasExtension())
            return new Refused("extension", "there is an extension behind this number, where no text can go");
        // The letters on the keys make numbers of words, and so of somebody's name the number of a stranger.
        if (LETTER.matcher(written).find()) return invalid();
        if (!PLANS.isPossibleNumber(number) || !PLANS.isValidNumber(number))
            return isShort(written) ? tooShort() : invalid();
        return dear(PLANS.getNumberType(number), isText)
                .orElseGet(() -> new Good(new PhoneNumber(PLANS.format(number, PhoneNumberFormat.E164))));
    }

    /// Who has written to us, if that is somebody who can be answered: short codes and names are not.
    ///
    /// @param from as a carrier has it: also without the plus sign
    /// @param region where that carrier is
    public static Optional<PhoneNumber> sender(String from, String region) {
        return number(read(from, region))
                .or(() -> Optional.of(from)
                        .filter(text -> DIGITS.matcher(text).matches())
                        .flatMap(digits -> number(read("+" + digits, region))));
    }

    private static Optional<PhoneNumber> number(Reading reading) {
        return switch (reading) {
            case Good good -> Optional.of(good.number());
            case Refused _ -> Optional.empty();
        };
    }

    /// Until 2019 mobile numbers in Mexico had a 1 before them if one called from abroad: they stand so in many lists.
    private static Phonenumber.PhoneNumber current(Phonenumber.PhoneNumber number) {
        String national = String.valueOf(number.getNationalNumber());
        boolean isOld = number.getCountryCode() == MEXICO
                && national.length() == OLD_MOBILE.length() + MEXICAN
                && national.startsWith(OLD_MOBILE);
        if (!isOld) return number;
        return new Phonenumber.PhoneNumber()
                .mergeFrom(number)
                .setNationalNumber(Long.parseLong(national.substring(OLD_MOBILE.length())));
    }

    private static Optional<Reading> dear(PhoneNumberType type, boolean isText) {
        if (type == PhoneNumberType.PREMIUM_RATE || type == PhoneNumberType.SHARED_COST)
            return Optional.of(new Refused("premium_rate", "whoever calls or texts this number pays for it"));
        if (isText && type == PhoneNumberType.TOLL_FREE)
            return Optional.of(new Refused("toll_free", "this is the number of a hotline, not of a person"));
        return Optional.empty();
    }

    private static boolean isShort(String written) {
        return SHORT.matcher(written).matches();
    }

    private static Refused tooShort() {
        return new Refused("short_code", "this is a short number, which belongs to a service and not to a person");
    }

    private static Refused invalid() {
        return new Refused("invalid_number", "there is no such number; write it as in +12025550123");
    }
}
