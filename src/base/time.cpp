#include "base/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace gyeol {
namespace {

constexpr Millis korean_offset = std::chrono::hours(9);

Error not_a_time() {
    return invalid("invalid_time", "A time must look like 2026-01-02T03:04:05Z.");
}

/// Reads exactly `digits` decimal digits at the front of `rest` and steps over them.
bool take_number(std::string_view& rest, std::size_t digits, int& value) {
    if (rest.size() < digits) return false;
    const auto* end = rest.data() + digits;
    const auto [stop, failure] = std::from_chars(rest.data(), end, value);
    if (failure != std::errc{} || stop != end || rest.front() == '-') return false;
    rest.remove_prefix(digits);
    return true;
}

bool take(std::string_view& rest, char expected) {
    if (rest.empty() || rest.front() != expected) return false;
    rest.remove_prefix(1);
    return true;
}

/// Reads `.123456789` (0-9 digits) and keeps the milliseconds.
bool take_fraction(std::string_view& rest, Millis& fraction) {
    if (!take(rest, '.')) return true;
    std::size_t digits = 0;
    int millis = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') {
        if (digits < 3) millis = millis * 10 + (rest[digits] - '0');
        ++digits;
    }
    if (digits > 9) return false;
    for (auto seen = digits; seen < 3; ++seen)
        millis *= 10;
    rest.remove_prefix(digits);
    fraction = Millis(millis);
    return true;
}

bool take_offset(std::string_view& rest, Millis& offset) {
    if (take(rest, 'Z')) {
        offset = Millis(0);
        return true;
    }
    if (rest.empty()) return true;
    const bool west = rest.front() == '-';
    if (!west && rest.front() != '+') return false;
    rest.remove_prefix(1);
    int hours = 0;
    int minutes = 0;
    if (!take_number(rest, 2, hours) || !take(rest, ':') || !take_number(rest, 2, minutes))
        return false;
    if (hours > 23 || minutes > 59) return false;
    const Millis size = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    offset = west ? -size : size;
    return true;
}

Result<Instant> parse(std::string_view text, bool zone_required) {
    auto rest = text;
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool digits_fit =
        take_number(rest, 4, year) && take(rest, '-') && take_number(rest, 2, month) &&
        take(rest, '-') && take_number(rest, 2, day) && take(rest, 'T') &&
        take_number(rest, 2, hour) && take(rest, ':') && take_number(rest, 2, minute) &&
        take(rest, ':') && take_number(rest, 2, second);
    Millis fraction{0};
    if (!digits_fit || !take_fraction(rest, fraction)) return not_a_time();
    if (zone_required && rest.empty()) return not_a_time();
    Millis offset = korean_offset;
    if (!take_offset(rest, offset) || !rest.empty()) return not_a_time();
    const std::chrono::year_month_day date{
        std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60) return not_a_time();
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
           std::chrono::minutes(minute) + std::chrono::seconds(second) + fraction - offset;
}

struct CivilTime {
    std::chrono::year_month_day date{};
    std::chrono::hh_mm_ss<Millis> clock;
};

CivilTime civil(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<Millis>(instant - day)};
}

/// Writes `value` over the `digits` letters at `place` of `text`.
void put_number(std::string& text, std::size_t place, std::size_t digits, std::int64_t value) {
    for (auto at = place + digits; at-- > place; value /= 10)
        text[at] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string write_rfc3339(Instant instant) {
    const auto [date, clock] = civil(instant);
    // Every answer and every line of the payment log has times in it, so no format text is read here.
    std::string text = "0000-00-00T00:00:00.000Z";
    put_number(text, 0, 4, static_cast<int>(date.year()));
    put_number(text, 5, 2, static_cast<unsigned>(date.month()));
    put_number(text, 8, 2, static_cast<unsigned>(date.day()));
    put_number(text, 11, 2, clock.hours().count());
    put_number(text, 14, 2, clock.minutes().count());
    put_number(text, 17, 2, clock.seconds().count());
    put_number(text, 20, 3, clock.subseconds().count());
    return text;
}

Result<Instant> parse_rfc3339(std::string_view text) {
    return parse(text, true);
}

Result<Instant> parse_korean_time(std::string_view text) {
    return parse(text, false);
}

std::string write_korean_time(Instant instant) {
    const auto [date, clock] = civil(instant + korean_offset);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+09:00",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count()
    );
}

std::int64_t to_millis(Instant instant) {
    return instant.time_since_epoch().count();
}

Instant from_millis(std::int64_t millis) {
    return Instant(Millis(millis));
}

}  // namespace gyeol
