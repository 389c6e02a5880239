#include "main/config_plans.hpp"

#include "base/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace gyeol::program {
namespace {

namespace json = boost::json;
using Complaints = std::vector<std::string>;

/// Reads one after another and keeps what is wrong with each, so that all is told at once.
class PlanReader {
public:
    void read(const json::value& value) {
        const auto number = plans.size() + refused_;
        const auto* object = value.if_object();
        if (object == nullptr) return refuse(number, "", "A plan is an object.");
        FieldReader fields(*object);
        domain::Plan plan;
        plan.id = fields.text("id", {1, 64});
        plan.name = fields.text("name", {1, 400});
        plan.description = fields.optional_text("description", {0, 1000}).value_or("");
        plan.amount.minor = fields.amount("amount", false);
        const auto currency =
            domain::parse_currency(fields.optional_text("currency", {3, 3}).value_or("KRW"));
        if (!currency) return refuse(number, "currency", "It is one of KRW, JPY, USD, KWD.");
        plan.amount.currency = *currency;
        if (const auto done = fields.finish(); !done)
            return refuse(number, done.error().field, done.error().detail);
        if (const auto done = domain::check_plan(plan); !done) {
            return refuse(number, done.error().field, done.error().detail);
        }
        if (!ids_.insert(plan.id).second) return refuse(number, "id", "Another plan has this id.");
        plans.push_back(std::move(plan));
    }

    std::vector<domain::Plan> plans;
    Complaints complaints;

private:
    void refuse(std::size_t number, std::string_view member, std::string_view why) {
        ++refused_;
        const auto dot = member.empty() ? "" : "/";
        complaints.push_back(fmt::format("/plans/{}{}{}: {}", number, dot, member, why));
    }

    std::size_t refused_ = 0;
    std::set<std::string> ids_;
};

/// Returns the value, or the line where it stops being JSON.
tl::expected<json::value, std::string> parse_with_comments(std::string_view text) {
    json::parse_options options;
    options.allow_comments = true;
    options.allow_trailing_commas = true;
    json::stream_parser parser({}, options);
    json::error_code failure;
    auto stopped = parser.write_some(text.data(), text.size(), failure);
    if (!failure && stopped < text.size()) {
        return tl::unexpected(std::string("After the closing brace there is something else."));
    }
    if (!failure) parser.finish(failure);
    if (!failure) return parser.release();
    stopped = std::min(stopped, text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(stopped), '\n');
    return tl::unexpected(fmt::format("Line {} is not JSON: {}.", line, failure.message()));
}

domain::Plan won(std::string id, std::string name, std::string description, std::int64_t amount) {
    return {
        std::move(id), std::move(name), std::move(description), {amount, domain::Currency::krw}};
}

}  // namespace

tl::expected<std::vector<domain::Plan>, Complaints> parse_plans(std::string_view text) {
    const auto value = parse_with_comments(text);
    if (!value) return tl::unexpected(Complaints{value.error()});
    const auto* object = value->if_object();
    const auto* list = object == nullptr ? nullptr : object->if_contains("plans");
    if (list == nullptr || !list->is_array() || object->size() != 1) {
        return tl::unexpected(Complaints{R"(The file holds {"plans": [...]} and nothing else.)"});
    }
    constexpr std::size_t plans_max = 100;  // More is not a list to choose from.
    const auto count = list->get_array().size();
    if (count < 1 || count > plans_max) {
        return tl::unexpected(Complaints{
            fmt::format("/plans: 1 to {} plans, not {}.", plans_max, count)});
    }
    PlanReader reader;
    for (const auto& plan : list->get_array())
        reader.read(plan);
    if (!reader.complaints.empty()) return tl::unexpected(std::move(reader.complaints));
    return std::move(reader.plans);
}

std::vector<domain::Plan> demo_plans() {
    return {
        won("ktest_basic", "K-TEST 성격검사 베이직", "성격 유형 검사와 요약 결과", 4'900),
        won("ktest_plus", "K-TEST 성격검사 플러스", "상세 결과 보고서와 관계 분석", 9'900),
        won("ktest_premium", "K-TEST 성격검사 프리미엄", "모든 검사와 전문가 해석 보고서", 19'900),
    };
}

}  // namespace gyeol::program
