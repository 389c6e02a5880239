#include "storage/kept_users.hpp"

#include <utility>

namespace gyeol::storage {

std::optional<domain::User> KeptUsers::find(domain::UserId id) {
    const auto young = younger_.find(id);
    if (young != younger_.end()) return young->second;
    const auto elder = elder_.find(id);
    if (elder == elder_.end()) return std::nullopt;
    const auto user = elder->second;
    keep(user);
    return user;
}

void KeptUsers::see_read(const domain::User& user, std::uint64_t writes_before) {
    if (writes_before == writes_) keep(user);
}

void KeptUsers::see_written(const Result<ports::Committed>& answer) {
    ++writes_;
    if (!answer) {
        if (answer.error().code != ErrorCode::store_unknown) return;
        keeps_ = false;
        younger_.clear();
        elder_.clear();
        return;
    }
    if (!answer->stored) return;
    if (const auto* user = std::get_if<domain::User>(&*answer->stored)) keep(*user);
}

void KeptUsers::keep(const domain::User& user) {
    if (!keeps_) return;
    elder_.erase(user.id);
    younger_.insert_or_assign(user.id, user);
    if (younger_.size() < generation_max_) return;
    elder_ = std::exchange(younger_, {});
}

}  // namespace gyeol::storage
