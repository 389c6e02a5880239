#include "main/config_values.hpp"

#include <boost/url.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>

namespace gyeol::program {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return out;
}

template <typename Words>
bool contains_any(std::string_view text, const Words& words) {
    return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
        return text.find(word) != std::string_view::npos;
    });
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

Error bad_url(std::string_view detail) {
    return invalid("url", detail);
}

/// What both kinds of address must be.
Result<boost::urls::url_view> parse_web_url(std::string_view text) {
    const auto parsed = boost::urls::parse_uri(text);
    if (!parsed) return bad_url("It is not an address such as https://pay.example.com.");
    const auto& url = *parsed;
    const bool is_web = url.scheme_id() == boost::urls::scheme::http ||
                        url.scheme_id() == boost::urls::scheme::https;
    if (!is_web) return bad_url("It must begin with http:// or https://.");
    if (url.host().empty()) return bad_url("It names no host.");
    if (url.has_userinfo()) return bad_url("It must not carry a user or password.");
    if (url.has_query() || url.has_fragment()) return bad_url("It must end before ? and #.");
    if (url.has_port() && parse_port(url.port()).value_or(0) == 0)
        return bad_url("Its port is not 1 to 65535.");
    return url;
}

std::string origin_of(const boost::urls::url_view& url) {
    return lower(std::string(url.scheme()) + "://" + std::string(url.encoded_host_and_port()));
}

}  // namespace

bool is_placeholder(std::string_view value) {
    constexpr std::array inside{
        std::string_view("your-"),
        std::string_view("your_"),
        std::string_view("change-me"),
        std::string_view("changeme"),
        std::string_view("change_me"),
        std::string_view("change-this"),
        std::string_view("change_this"),
        std::string_view("replace-me"),
        std::string_view("replace_me"),
        std::string_view("placeholder"),
        std::string_view("32-char"),
        std::string_view("32_char"),
        std::string_view("super-secret"),
        std::string_view("supersecret"),
        std::string_view("..."),
        std::string_view("xxxxxx"),
        std::string_view("\xE2\x80\xA6"),
    };
    constexpr std::array whole{
        std::string_view("secret"),
        std::string_view("password"),
        std::string_view("jwt_secret"),
        std::string_view("jwtsecret"),
        std::string_view("jwt-secret"),
        std::string_view("test"),
        std::string_view("todo"),
        std::string_view("example"),
        std::string_view("none"),
        std::string_view("my-secret"),
        std::string_view("mysecret"),
        std::string_view("encryption_key"),
        std::string_view("0123456789abcdef0123456789abcdef"),
        std::string_view("12345678901234567890123456789012"),
    };
    const auto text = lower(value);
    if (text.empty()) return false;
    if (std::find(whole.begin(), whole.end(), text) != whole.end()) return true;
    if (text.find_first_not_of(text.front()) == std::string::npos) return true;
    if (text.starts_with('<') && text.ends_with('>')) return true;
    return contains_any(text, inside);
}

std::optional<Millis> parse_span(std::string_view text) {
    using std::chrono::seconds;
    std::int64_t unit_s = 1;
    if (!text.empty() && std::isdigit(static_cast<unsigned char>(text.back())) == 0) {
        switch (text.back()) {
            case 's':
                unit_s = 1;
                break;
            case 'm':
                unit_s = 60;
                break;
            case 'h':
                unit_s = 3600;
                break;
            case 'd':
                unit_s = 86'400;
                break;
            default:
                return std::nullopt;
        }
        text.remove_suffix(1);
    }
    constexpr std::int64_t seconds_max = std::int64_t{400} * 86'400;
    const auto count = parse_number<std::int64_t>(text);
    if (!count || *count < 1 || *count > seconds_max / unit_s) return std::nullopt;
    return seconds(*count * unit_s);
}

std::optional<unsigned short> parse_port(std::string_view text) {
    return parse_number<unsigned short>(text);
}

Result<std::string> parse_origin(std::string_view text) {
    const auto url = parse_web_url(text);
    if (!url) return url.error();
    if (!url->encoded_path().empty() && url->encoded_path() != "/")
        return bad_url("It must have no path.");
    return origin_of(*url);
}

Result<std::string> parse_base_url(std::string_view text) {
    const auto url = parse_web_url(text);
    if (!url) return url.error();
    std::string path(url->encoded_path());
    while (path.ends_with('/'))
        path.pop_back();
    return origin_of(*url) + path;
}

std::string mask_key(std::string_view value) {
    constexpr std::size_t shown = 8;
    const auto underscore = value.find('_');
    const bool tells_its_family = underscore < shown && value.size() >= 2 * shown;
    return std::string(tells_its_family ? value.substr(0, shown) : std::string_view()) + "***";
}

}  // namespace gyeol::program
