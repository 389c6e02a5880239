#include "platform/mail_message.hpp"

#include "base/base64.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace gyeol::platform {
namespace {

bool is_continuation(char letter) {
    return (static_cast<unsigned char>(letter) & 0xC0U) == 0x80;
}

/// Writes `text` as encoded words, each whole characters and short enough for its line.
std::string encode_words(std::string_view text) {
    constexpr std::size_t bytes_max = 39;  // 52 letters of base64; 76 with what stands around them.
    std::string words;
    while (!text.empty()) {
        auto size = std::min(bytes_max, text.size());
        while (size < text.size() && size > 1 && is_continuation(text[size]))
            --size;
        if (!words.empty()) words += "\r\n ";
        words += fmt::format("=?UTF-8?B?{}?=", write_base64(text.substr(0, size)));
        text.remove_prefix(size);
    }
    return words;
}

/// One of the forms in which a letter says the same.
struct Part {
    std::string_view type;
    std::string_view text;
};

std::string write_part(const Part& form) {
    constexpr std::size_t line = 76;
    const auto encoded = write_base64(form.text);
    auto part = fmt::format(
        "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", form.type
    );
    for (std::size_t at = 0; at < encoded.size(); at += line)
        part += encoded.substr(at, line) + "\r\n";
    return part;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    constexpr std::size_t bytes_max = 254;
    const auto at = text.find('@');
    const bool has_parts = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                           text.find('@', at + 1) == std::string_view::npos;
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char letter) {
        constexpr std::string_view forbidden = "<>()[],;:\\\"";
        return letter > 0x20 && letter < 0x7F && forbidden.find(letter) == std::string_view::npos;
    });
    return has_parts && is_plain && text.size() <= bytes_max;
}

Result<std::string> write_mail(const MailEnvelope& envelope, const LetterText& letter) {
    if (!is_mail_address(envelope.from) || !is_mail_address(envelope.to))
        return invalid("invalid_address", "This is no e-mail address that can be written to.");
    const auto boundary = "gyeol_" + envelope.message_id;
    const auto domain = envelope.from.substr(envelope.from.find('@') + 1);
    auto message = fmt::format(
        "Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        "From: {}\r\n <{}>\r\n"
        "To: <{}>\r\n"
        "Subject: {}\r\n"
        "Message-ID: <{}@{}>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=\"{}\"\r\n"
        "\r\n",
        fmt::gmtime(std::chrono::floor<std::chrono::seconds>(envelope.at)),
        encode_words(envelope.from_name),
        envelope.from,
        envelope.to,
        encode_words(letter.subject),
        envelope.message_id,
        domain,
        boundary
    );
    message += fmt::format("--{}\r\n{}", boundary, write_part({"text/plain", letter.text}));
    message += fmt::format("--{}\r\n{}", boundary, write_part({"text/html", letter.html}));
    message += fmt::format("--{}--\r\n", boundary);
    return message;
}

}  // namespace gyeol::platform
