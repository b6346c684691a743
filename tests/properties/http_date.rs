//! Does an instant read as the Gregorian calendar says?

use crate::inputs::cases;
use express_session_wasm::http_date;
use proptest::prelude::*;

const MS_PER_DAY: i64 = 86_400_000;
const MAX_DAYS: i64 = 100_000_000;
const DAYS_IN_400_YEARS: i64 = 146_097;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn every_instant_reads_as_the_calendar_says(day in -MAX_DAYS..MAX_DAYS, ms in 0..MS_PER_DAY) {
        prop_assert_eq!(http_date::format((day * MS_PER_DAY + ms) as f64), Some(by_calendar(day, ms)));
    }

    #[test]
    fn an_instant_that_no_date_holds_has_no_text(ms in 8.64e15..f64::MAX) {
        prop_assume!(ms > 8.64e15);
        prop_assert_eq!(http_date::format(ms), None);
        prop_assert_eq!(http_date::format(-ms), None);
    }

    #[test]
    fn a_fraction_of_a_millisecond_does_not_count(ms in -1_000_000_000_000_i64..1_000_000_000_000, part in 0.0..0.99) {
        let ms = ms as f64;
        prop_assert_eq!(http_date::format(ms + ms.signum() * part), http_date::format(ms));
    }
}

#[test]
fn every_day_of_400_years_reads_as_the_calendar_says() {
    for day in -DAYS_IN_400_YEARS / 2..=DAYS_IN_400_YEARS / 2 {
        assert_eq!(http_date::format((day * MS_PER_DAY) as f64), Some(by_calendar(day, 0)), "day {day}");
    }
}

#[test]
fn the_first_and_the_last_instant_of_a_date_have_a_text() {
    assert_eq!(http_date::format(8.64e15), Some(by_calendar(MAX_DAYS, 0)));
    assert_eq!(http_date::format(-8.64e15), Some(by_calendar(-MAX_DAYS, 0)));
    for ms in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 8.64e15 + 1.0, -8.64e15 - 1.0] {
        assert_eq!(http_date::format(ms), None, "{ms}");
    }
}

/// The text by counting years, then months, from the first of January of a year that begins a cycle of 400.
fn by_calendar(day: i64, ms: i64) -> String {
    // 1970 is 370 years into the cycle of 1600, 135 140 days.
    let day = day + 135_140;
    let mut year = 1600 + day.div_euclid(DAYS_IN_400_YEARS) * 400;
    let mut left = day.rem_euclid(DAYS_IN_400_YEARS);
    while left >= days_in_year(year) {
        left -= days_in_year(year);
        year += 1;
    }
    let mut month = 0;
    while left >= days_in_month(year, month) {
        left -= days_in_month(year, month);
        month += 1;
    }
    let second = ms / 1000;
    format!(
        "{}, {:02} {} {}{:04} {:02}:{:02}:{:02} GMT",
        weekday(year, month, left + 1),
        left + 1,
        MONTHS[month],
        if year < 0 { "-" } else { "" },
        year.abs(),
        second / 3600,
        second / 60 % 60,
        second % 60,
    )
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in_month(year: i64, month: usize) -> i64 {
    match month {
        1 if is_leap(year) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

// T. Sakamoto's method: from year, month and day alone.
fn weekday(year: i64, month: usize, day: i64) -> &'static str {
    let year = if month < 2 { year - 1 } else { year };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let offset = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month];
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(year + leaps + offset + day).rem_euclid(7) as usize]
}
