#include "main/config_env_file.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace gyeol::program {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trim_left(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text;
}

std::string_view trim(std::string_view text) {
    text = trim_left(text);
    const auto last = text.find_last_not_of(blanks);
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool is_name(std::string_view text) {
    const auto belongs = [](unsigned char letter) {
        return letter == '_' || std::isalnum(letter) != 0;
    };
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
           std::all_of(text.begin(), text.end(), belongs);
}

bool is_rest_ignorable(std::string_view rest) {
    rest = trim_left(rest);
    return rest.empty() || rest.front() == '#';
}

/// Without quotes the value ends at ` #`, and spaces around it do not count.
std::string unquoted(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool after_blank = at == 0 || blanks.find(text[at - 1]) != std::string_view::npos;
        if (text[at] == '#' && after_blank) return std::string(trim(text.substr(0, at)));
    }
    return std::string(trim(text));
}

/// Returns the value, or none when the closing quote is missing or something follows it.
std::optional<std::string> single_quoted(std::string_view text) {
    const auto end = text.find('\'', 1);
    if (end == std::string_view::npos || !is_rest_ignorable(text.substr(end + 1)))
        return std::nullopt;
    return std::string(text.substr(1, end - 1));
}

std::optional<std::string> double_quoted(std::string_view text) {
    std::string value;
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '"') {
            if (!is_rest_ignorable(text.substr(at + 1))) return std::nullopt;
            return value;
        }
        if (text[at] != '\\' || at + 1 == text.size()) {
            value += text[at];
            continue;
        }
        const char escaped = text[++at];
        if (escaped == 'n' || escaped == 't') {
            value += escaped == 'n' ? '\n' : '\t';
        } else {
            if (escaped != '"' && escaped != '\\' && escaped != '$') value += '\\';
            value += escaped;
        }
    }
    return std::nullopt;
}

std::optional<std::string> read_value(std::string_view text) {
    if (text.starts_with('\'')) return single_quoted(text);
    if (text.starts_with('"')) return double_quoted(text);
    return unquoted(text);
}

void read_line(EnvFile& file, std::string_view text, int line) {
    const auto place = ".env line " + std::to_string(line);
    const auto refuse = [&](std::string what, std::string cure) {
        file.problems.push_back({place, std::move(what), std::move(cure)});
    };
    text = trim(text);
    if (text.empty() || text.front() == '#') return;
    if (text.starts_with("export ") || text.starts_with("export\t"))
        text = trim_left(text.substr(7));
    const auto equals = text.find('=');
    const auto name = trim(text.substr(0, equals));
    if (equals == std::string_view::npos || !is_name(name)) {
        return refuse(
            "This is not NAME=value.", "Write NAME=value, or put # in front of a comment."
        );
    }
    auto value = read_value(trim_left(text.substr(equals + 1)));
    if (!value) {
        return refuse(
            "The quotes of " + std::string(name) + " do not close on this line.",
            "Close them; only a comment may follow."
        );
    }
    const auto [kept, added] =
        file.values.try_emplace(std::string(name), EnvValue{std::move(*value), line});
    if (!added) {
        refuse(
            std::string(name) + " is given twice, first on line " +
                std::to_string(kept->second.line) + ".",
            "Keep one of the two lines."
        );
    }
}

}  // namespace

EnvFile parse_env_file(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    EnvFile file;
    for (int line = 1; !text.empty(); ++line) {
        const auto end = text.find('\n');
        read_line(file, text.substr(0, end), line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return file;
}

}  // namespace gyeol::program
