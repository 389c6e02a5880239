// The parameters of one call, from a form or a query: `a[b]=c`, and arrays as `a[]=x` or `a[0]=x`.
#pragma once

#include "sandbox/stripe/answer.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gyeol::sandbox::stripe {

/// Names and values in the order they were sent, decoded.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Decodes `application/x-www-form-urlencoded`; raw and escaped brackets are the same, `+` is a space.
Fields parse_form(std::string_view form);

struct WholeRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// Reads parameters and remembers the first refusal: a call reads all it needs, then asks `refusal()`.
/// An empty value counts as not given for the typed reads; `clears` says that it was sent to unset.
class Params {
public:
    explicit Params(Fields fields) : fields_(std::move(fields)) {}

    /// Refuses every parameter that is none of `names`. `a[*]` allows one more level, `a[**]` any; the
    /// index of an array is written `[]`. What every call takes (`expand[]`) need not be listed.
    void allow(const std::vector<std::string_view>& names);

    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] bool clears(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;

    std::string needed_text(std::string_view name);
    std::optional<std::int64_t> whole(std::string_view name, WholeRange range);
    std::optional<bool> flag(std::string_view name);

    /// Returns the value when it is one of `words`, empty when it was not given; refuses others.
    std::string word(std::string_view name, std::initializer_list<std::string_view> words);

    /// Returns the elements of an array of texts.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;

    /// Returns the members of `name[...]`, named by what is in the first brackets.
    [[nodiscard]] Fields below(std::string_view name) const;

    [[nodiscard]] const Fields& all() const { return fields_; }

    void refuse(const Refusal& refusal);

    /// As `refuse`, with an answer that is no 400.
    void answer_instead(const Answer& answer);

    [[nodiscard]] const std::optional<Answer>& refusal() const { return refusal_; }

private:
    [[nodiscard]] const std::string* find(std::string_view name) const;

    Fields fields_;
    std::optional<Answer> refusal_;
};

/// Merges `metadata[...]` into `metadata` as the provider does: an empty value deletes a key, an empty
/// `metadata` all of them. Refuses too many keys and too long ones.
void merge_metadata(Params& params, boost::json::object& metadata);

/// Sets the text members `names` of `object` to what was sent; what was sent empty becomes null.
void merge_texts(
    const Params& params, boost::json::object& object, std::initializer_list<std::string_view> names
);

/// As `merge_texts` for the members of an address at `name[...]`. Null when there is none.
boost::json::value read_address(const Params& params, const std::string& name);

}  // namespace gyeol::sandbox::stripe
