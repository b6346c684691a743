//! How does an instant read in an `Expires` attribute?

/// The largest distance from the epoch that a JavaScript `Date` holds, in milliseconds (ECMA-262 21.4.1.1).
const MAX_TIME: f64 = 8.64e15;
const MS_PER_DAY: i64 = 86_400_000;

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The text of `Date#toUTCString` (ECMA-262 21.4.4.43) for `ms` milliseconds since the epoch: the IMF-fixdate of
/// RFC 9110 section 5.6.7 for years 0 to 9999, a longer or signed year beyond.
///
/// Returns `None` where the `Date` would be invalid.
///
/// ```
/// use express_session_wasm::http_date::format;
///
/// assert_eq!(format(784_111_777_000.0).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
/// assert_eq!(format(f64::NAN), None);
/// ```
pub fn format(ms: f64) -> Option<String> {
    if !ms.is_finite() || ms.abs() > MAX_TIME {
        return None;
    }
    // Days and times of day take 32 bits: wasm divides such by multiplying, and takes much longer for 64.
    let ms = ms.trunc() as i64;
    let days = ms.div_euclid(MS_PER_DAY) as i32;
    let seconds = (ms.rem_euclid(MS_PER_DAY) as u32) / 1000;
    let (year, month, day) = civil_from_days(days);
    let (years, year_digits) = (year.unsigned_abs() / 100, year.unsigned_abs() % 100);

    // Pushed piece by piece: `format!` takes ten times as long, and every Set-Cookie with an age pays for it.
    let mut text = String::with_capacity("Thu, 01 Jan 1970 00:00:00 GMT".len() + 3);
    text.push_str(WEEKDAYS.get(days.rem_euclid(7) as usize)?);
    text.push_str(", ");
    push_two_digits(&mut text, day);
    text.push(' ');
    text.push_str(MONTHS.get(month)?);
    text.push_str(if year < 0 { " -" } else { " " });
    if years >= 100 {
        push_number(&mut text, years / 100);
    }
    push_two_digits(&mut text, years % 100);
    push_two_digits(&mut text, year_digits);
    for (before, number) in [(' ', seconds / 3600), (':', seconds / 60 % 60), (':', seconds % 60)] {
        text.push(before);
        push_two_digits(&mut text, number);
    }
    text.push_str(" GMT");
    Some(text)
}

fn push_number(text: &mut String, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

fn push_two_digits(text: &mut String, number: u32) {
    text.push(char::from(b'0' + (number / 10 % 10) as u8));
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// Year, month (0 to 11) and day of month of a day counted from the epoch, in the proleptic Gregorian calendar.
///
/// Years are counted from March here, so that the leap day is the last one; an era is 400 years.
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil_from_days(days: i32) -> (i32, usize, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097) as u32;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12;
    let year = year_of_era as i32 + era * 400 + i32::from(month < 2);
    (year, month as usize, day)
}
