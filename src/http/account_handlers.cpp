// Accounts: sign up, in and out, and the caller's own profile.
#include "base/json.hpp"
#include "base/limits.hpp"
#include "http/cookies.hpp"
#include "http/handlers.hpp"
#include "http/wire.hpp"

#include <utility>

namespace gyeol::http {
namespace {

constexpr TextRule email_rule{1, limits::email_bytes_max};
constexpr TextRule password_rule{1, limits::password_bytes_max};
constexpr TextRule name_rule{1, limits::name_bytes_max};
constexpr TextRule phone_rule{0, limits::phone_bytes_max};

}  // namespace

Response Handlers::answer_signed_in(int status, const app::SignedIn& signed_in) const {
    auto response = write_json(status, write_signed_in(signed_in));
    const auto life = signed_in.expires_at - clock_.now();
    response.headers.push_back(write_session_cookie(signed_in.token, life, site_));
    return response;
}

Task<Result<Response>> Handlers::register_user(Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) co_return body.error();
    FieldReader fields(*body);
    app::RegisterUser command;
    command.email = fields.text("email", email_rule);
    command.password = Secret(fields.text("password", password_rule));
    command.name = fields.text("name", name_rule);
    command.phone = fields.optional_text("phone", phone_rule).value_or("");
    if (const auto read = fields.finish(); !read) co_return read.error();
    const auto signed_in = co_await app_.register_user(std::move(command));
    if (!signed_in) co_return signed_in.error();
    co_return answer_signed_in(201, *signed_in);
}

Task<Result<Response>> Handlers::sign_in(Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) co_return body.error();
    FieldReader fields(*body);
    app::SignIn command;
    command.email = fields.text("email", email_rule);
    command.password = Secret(fields.text("password", password_rule));
    command.address = call.request.peer;
    if (const auto read = fields.finish(); !read) co_return read.error();
    const auto signed_in = co_await app_.sign_in(std::move(command));
    if (!signed_in) co_return signed_in.error();
    co_return answer_signed_in(200, *signed_in);
}

Task<Result<Response>> Handlers::sign_out(Call call) {
    const auto done = co_await app_.sign_out(std::move(*call.caller));
    if (!done) co_return done.error();
    Response response;
    response.status = 204;
    response.headers.push_back(write_session_cookie(Secret(), Millis(0), site_));
    co_return response;
}

Task<Result<Response>> Handlers::change_password(Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) co_return body.error();
    FieldReader fields(*body);
    app::ChangePassword command;
    command.current = Secret(fields.text("currentPassword", password_rule));
    command.next = Secret(fields.text("newPassword", password_rule));
    if (const auto read = fields.finish(); !read) co_return read.error();
    const auto signed_in =
        co_await app_.change_password(std::move(*call.caller), std::move(command));
    if (!signed_in) co_return signed_in.error();
    co_return answer_signed_in(200, *signed_in);
}

Task<Result<Response>> Handlers::read_profile(Call call) {
    co_return write_json(200, write_user(call.caller->user));
}

Task<Result<Response>> Handlers::update_profile(Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) co_return body.error();
    FieldReader fields(*body);
    app::UpdateProfile command;
    command.name = fields.optional_text("name", name_rule);
    command.phone = fields.optional_text("phone", phone_rule);
    if (const auto read = fields.finish(); !read) co_return read.error();
    const auto user = co_await app_.update_profile(std::move(*call.caller), std::move(command));
    if (!user) co_return user.error();
    co_return write_json(200, write_user(*user));
}

}  // namespace gyeol::http
