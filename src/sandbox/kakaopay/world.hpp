// The whole state of one simulator, and what every change to it must do: reach the journal.
#pragma once

#include "sandbox/id_maker.hpp"
#include "sandbox/kakaopay/books.hpp"
#include "sandbox/kakaopay/options.hpp"

#include <functional>
#include <string>

namespace gyeol::sandbox::kakaopay {

struct World {
    explicit World(Options chosen);

    /// Must follow every change.
    void changed(const Payment& payment);
    void changed(const RecurringKey& key);

    /// Twenty characters: the letter and nineteen hex digits, as real ones look.
    [[nodiscard]] std::string new_tid() { return ids.hex("T", 19); }

    [[nodiscard]] std::string new_aid() { return ids.hex("A", 19); }

    [[nodiscard]] std::string new_sid() { return ids.hex("S", 19); }

    Options options;
    IdMaker ids;
    Books books;
    std::function<void(const std::string&)> on_change;
};

}  // namespace gyeol::sandbox::kakaopay
