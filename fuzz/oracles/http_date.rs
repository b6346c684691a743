//! Does the text of an instant read back as that instant?

use super::fields::Fields;
use express_session_wasm::http_date;

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS_BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Fields: milliseconds since the epoch.
pub fn check(data: &[u8]) {
    let ms = Fields::of(data).number();
    match http_date::format(ms) {
        Some(text) => assert_eq!(read(&text), Some((ms.trunc() / 1000.0).floor() as i64), "{ms} reads {text:?}"),
        // ECMA-262 21.4.1.1
        None => assert!(!(-8.64e15..=8.64e15).contains(&ms), "{ms} has no text"),
    }
}

/// Seconds since the epoch; `None` for what is no date, or one on the wrong day of the week.
pub fn read(text: &str) -> Option<i64> {
    let (weekday, date) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let [day, month, year, time] = <[&str; 4]>::try_from(date.split(' ').collect::<Vec<_>>()).ok()?;
    let [hour, minute, second] = <[&str; 3]>::try_from(time.split(':').collect::<Vec<_>>()).ok()?;
    let below =
        |text: &str, limit: i64| text.parse().ok().filter(|number| text.len() == 2 && (0..limit).contains(number));

    let days = days_before_year(signed(year)?)
        + day_of_year(signed(year)?, MONTHS.iter().position(|name| *name == month)?, below(day, 32)?)?;
    if WEEKDAYS[days.rem_euclid(7) as usize] != weekday {
        return None;
    }
    Some(days * 86_400 + below(hour, 24)? * 3600 + below(minute, 60)? * 60 + below(second, 60)?)
}

// A year has four digits, or more without a zero in front.
fn signed(year: &str) -> Option<i64> {
    let digits = year.strip_prefix('-').unwrap_or(year);
    let is_short = digits.len() == 4 || digits.len() > 4 && !digits.starts_with('0');
    year.parse().ok().filter(|_| is_short && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

// 719 162 days lie between the first of January of the years 1 and 1970.
fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) - 719_162
}

fn day_of_year(year: i64, month: usize, day: i64) -> Option<i64> {
    let is_leap = days_before_year(year + 1) - days_before_year(year) == 366;
    let leap_day = |month| i64::from(is_leap && month > 1);
    let last = DAYS_BEFORE_MONTH.get(month + 1).map_or(365 + leap_day(12), |days| days + leap_day(month + 1));
    let passed = DAYS_BEFORE_MONTH[month] + leap_day(month) + day - 1;
    (day > 0 && passed < last).then_some(passed)
}
