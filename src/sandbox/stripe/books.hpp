// Everything the simulator has ever made, as the very objects that it answers.
#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gyeol::sandbox::stripe {

/// One object of the API. `kept` is what the simulator knows about it and never shows.
struct Thing {
    boost::json::object shown;
    boost::json::object kept;

    /// Returns a text member of `shown`, empty when it is null or missing.
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::int64_t whole(std::string_view name) const;
    [[nodiscard]] bool is(std::string_view name) const;

    [[nodiscard]] std::string kept_text(std::string_view name) const;
    [[nodiscard]] std::int64_t kept_whole(std::string_view name) const;
    [[nodiscard]] bool keeps(std::string_view name) const;

    [[nodiscard]] std::string id() const { return text("id"); }

    [[nodiscard]] std::string object() const { return text("object"); }

    [[nodiscard]] std::string status() const { return text("status"); }

    [[nodiscard]] bool is_deleted() const { return is("deleted"); }
};

/// A reference to a thing stays valid until the thing is erased.
class Books {
public:
    /// Stores `thing` under its id, new or not.
    Thing& put(Thing thing);

    /// Returns the thing with this id, null when there is none.
    [[nodiscard]] Thing* find(std::string_view id);
    [[nodiscard]] const Thing* find(std::string_view id) const;

    /// As `find`, if it is of this kind, such as `payment_intent`.
    [[nodiscard]] Thing* find(std::string_view id, std::string_view object);

    void erase(std::string_view id);

    /// Returns the ids of one kind, oldest first.
    [[nodiscard]] const std::deque<std::string>& ids_of(std::string_view object) const;

    /// Calls `visit` with every thing in the order they were made.
    void for_each(const std::function<void(const Thing&)>& visit) const;

private:
    struct Entry {
        Thing thing;
        std::uint64_t number = 0;
    };

    std::map<std::string, Entry, std::less<>> things_;
    std::map<std::string, std::deque<std::string>, std::less<>> ids_;
    std::uint64_t count_ = 0;
};

}  // namespace gyeol::sandbox::stripe
