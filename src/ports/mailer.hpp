// E-mail. The app says what a letter is about; how it reads, in which language, and how it travels is
// behind this port.
#pragma once

#include "base/time.hpp"
#include "ports/task.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gyeol::ports {

/// One value that a letter's template may name; a template's section shows when its value is not empty.
struct LetterField {
    std::string name;
    std::string value;
};

struct Letter {
    std::string kind;  // The template: `alert` or `receipt`.
    std::string to;    // One address.
    std::string
        message_id;  // The same whenever the same letter is sent again; letters, digits, `.`, `_`.
    Instant at;
    std::vector<LetterField> fields;
};

struct MailOutcome {
    enum class Kind : std::uint8_t {
        accepted,  // A mail server took it, or it is kept where it was to be kept.
        later,     // It may succeed another time; it may also have been taken.
        refused,   // It never will: no such address, not allowed.
    };

    Kind kind = Kind::later;
    int status = 0;  // Of SMTP; 0 when none came.
    std::string
        detail;  // For notes and operators; holds no address, password or text of the letter.
};

/// Promises: gives up at `deadline`; whatever a field holds, it can neither add a header nor a recipient;
/// never throws.
class Mailer {
public:
    Mailer() = default;
    Mailer(const Mailer&) = delete;
    Mailer& operator=(const Mailer&) = delete;
    virtual ~Mailer() = default;

    virtual Task<MailOutcome> send(Letter letter, Instant deadline) = 0;
};

}  // namespace gyeol::ports
