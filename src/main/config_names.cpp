#include "main/config_names.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace gyeol::program {
namespace {

using enum VariableKind;

constexpr std::array variables{
    Variable{"NODE_ENV", plain},
    Variable{"PORT", plain},
    Variable{"GYEOL_LISTEN", plain},
    Variable{"GYEOL_PUBLIC_URL", plain},
    Variable{"FRONTEND_URL", plain},
    Variable{"GYEOL_DATA_DIR", plain},
    Variable{"GYEOL_PLANS", plain},
    Variable{"GYEOL_MERCHANT_NAME", plain},
    Variable{"GYEOL_LOG_LEVEL", plain},
    Variable{"GYEOL_REFUND_BY_OWNER", plain},
    Variable{"GYEOL_SANDBOX_PORT", plain},
    Variable{"GYEOL_DEMO_PORT", plain},
    Variable{"GYEOL_STRIPE_PORT", plain},
    Variable{"TLS_CERT_FILE", plain},
    Variable{"TLS_KEY_FILE", plain},
    Variable{"JWT_SECRET", secret},
    Variable{"JWT_EXPIRES_IN", plain},
    Variable{"ENCRYPTION_KEY", secret},
    Variable{"ENCRYPTION_KEY_PREVIOUS", secret},
    Variable{"TOSS_WIDGET_CLIENT_KEY", key},
    Variable{"TOSS_WIDGET_SECRET_KEY", secret},
    Variable{"TOSS_CLIENT_KEY", key},
    Variable{"TOSS_SECRET_KEY", secret},
    Variable{"TOSS_API_URL", plain},
    Variable{"KAKAO_SECRET_KEY", secret},
    Variable{"KAKAO_CID_ONETIME", plain},
    Variable{"KAKAO_CID_ONETIME_SECRET", secret},
    Variable{"KAKAO_CID_SUBSCRIPTION", plain},
    Variable{"KAKAOPAY_API_URL", plain},
    Variable{"KAKAO_ADMIN_KEY", secret},
    Variable{"KAKAO_JS_KEY", key},
    Variable{"STRIPE_SECRET_KEY", secret},
    Variable{"STRIPE_PUBLISHABLE_KEY", key},
    Variable{"STRIPE_WEBHOOK_SECRET", secret},
    Variable{"STRIPE_API_URL", plain},
    Variable{"MONGODB_URI", secret},
    Variable{"REDIS_URL", secret},
    Variable{"SMTP_HOST", plain},
    Variable{"SMTP_PORT", plain},
    Variable{"SMTP_USER", plain},
    Variable{"SMTP_PASS", secret},
    Variable{"GYEOL_SMTP_TLS", plain},
    Variable{"GYEOL_MAIL_FROM", plain},
    Variable{"GYEOL_MAIL_LANGUAGE", plain},
    Variable{"GYEOL_ADMIN_EMAIL", plain},
    Variable{"GYEOL_WEBHOOK_PRIVATE", plain},
};

constexpr std::string_view file_suffix = "_FILE";

/// Levenshtein: how many letters to insert, drop or change.
std::size_t edit_distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const auto changed = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
        }
    }
    return row.back();
}

}  // namespace

std::span<const Variable> known_variables() {
    return variables;
}

const Variable* find_variable(std::string_view name) {
    const auto* found =
        std::find_if(variables.begin(), variables.end(), [name](const Variable& variable) {
            return variable.name == name;
        });
    return found == variables.end() ? nullptr : found;
}

const Variable* find_variable_of_file(std::string_view name) {
    if (!name.ends_with(file_suffix)) return nullptr;
    const auto* found = find_variable(name.substr(0, name.size() - file_suffix.size()));
    return found != nullptr && found->kind == secret ? found : nullptr;
}

std::optional<std::string_view> nearest_variable(std::string_view name) {
    const auto* nearest = std::min_element(
        variables.begin(),
        variables.end(),
        [name](const auto& left, const auto& right) {
            return edit_distance(name, left.name) < edit_distance(name, right.name);
        }
    );
    // A third of the letters wrong is another word.
    if (edit_distance(name, nearest->name) > std::max<std::size_t>(2, name.size() / 4))
        return std::nullopt;
    return nearest->name;
}

}  // namespace gyeol::program
