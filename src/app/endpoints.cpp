// The merchant's endpoints: added, changed and looked at by operators; all of them are one record.
#include "app/app.hpp"
#include "app/refusals.hpp"
#include "app/webhook_message.hpp"
#include "base/limits.hpp"
#include "base/note.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::app {
namespace {

using State = ports::Committed::State;

Error endpoint_not_found() {
    return Error{ErrorCode::not_found, "endpoint_not_found", "There is no such endpoint.", {}, {}};
}

Error endpoints_busy() {
    return Error{
        ErrorCode::conflict,
        "busy",
        "The endpoints are being changed elsewhere. Try again.",
        {},
        {}};
}

void remove_from(domain::EndpointBook& book, domain::EndpointId id) {
    std::erase_if(book.endpoints, [id](const domain::Endpoint& one) { return one.id == id; });
}

}  // namespace

domain::EndpointBookId App::book_id() const {
    return domain::EndpointBookId(ports::derive_id(ports_.ids, "endpoints"));
}

Task<Result<domain::EndpointBook>> App::load_book() {
    const auto id = book_id();
    auto loaded = co_await ports::load_as<domain::EndpointBook>(ports_.store, id.raw());
    if (!loaded) co_return loaded.error();
    domain::EndpointBook book;
    book.id = id;
    if (*loaded) book = std::move(**loaded);
    book_ = book;
    book_read_at_ = ports_.clock.now();
    co_return book;
}

Task<Result<domain::EndpointBook>> App::endpoints_now() {
    if (book_ && ports_.clock.now() < book_read_at_ + limits::endpoints_kept_in_mind)
        co_return *book_;
    co_return co_await load_book();
}

/// Returns none when somebody else changed the book meanwhile.
Task<Result<std::optional<domain::EndpointBook>>> App::store_book(domain::EndpointBook book) {
    std::optional<std::uint64_t> replaces;
    if (book.meta.version > 0) replaces = book.meta.version;
    auto committed = co_await commit(std::move(book), replaces);
    book_.reset();
    if (!committed) co_return committed.error();
    if (committed->state != State::done) co_return std::optional<domain::EndpointBook>();
    auto stored = std::get<domain::EndpointBook>(std::move(*committed->stored));
    book_ = stored;
    book_read_at_ = ports_.clock.now();
    co_return std::optional(std::move(stored));
}

Task<Result<std::vector<domain::Endpoint>>> App::list_endpoints(domain::User caller) {
    if (!domain::is_operator(caller)) co_return operators_only();
    auto book = co_await load_book();
    if (!book) co_return book.error();
    co_return std::move(book->endpoints);
}

Task<Result<domain::Endpoint>> App::add_endpoint(domain::User caller, AddEndpoint command) {
    if (!domain::is_operator(caller)) co_return operators_only();
    const auto now = ports_.clock.now();
    const domain::NewEndpoint added{
        .id = domain::EndpointId(ports::make_id(ports_.ids, now)),
        .url = std::move(command.url),
        .events = std::move(command.events),
        .secret = make_webhook_secret(ports_.ids),
    };
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto book = co_await load_book();
        if (!book) co_return book.error();
        auto changed = domain::add_endpoint(std::move(*book), added, settings_.endpoint_place, now);
        if (!changed) co_return changed.error();
        const auto stored = co_await store_book(std::move(*changed));
        if (!stored) co_return stored.error();
        if (*stored) co_return (*stored)->endpoints.back();
    }
    co_return endpoints_busy();
}

Task<Result<domain::Endpoint>> App::change_endpoint(
    domain::User caller, domain::EndpointId id, EndpointChange change
) {
    if (!domain::is_operator(caller)) co_return operators_only();
    const auto fresh = make_webhook_secret(ports_.ids);
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto book = co_await load_book();
        if (!book) co_return book.error();
        auto* endpoint = domain::find_endpoint(*book, id);
        if (endpoint == nullptr) co_return endpoint_not_found();
        const auto now = ports_.clock.now();
        if (change == EndpointChange::enable) domain::enable(*endpoint);
        if (change == EndpointChange::disable) domain::disable(*endpoint, "operator", now);
        if (change == EndpointChange::rotate_secret) domain::rotate_secret(*endpoint, fresh, now);
        auto after = *endpoint;
        if (change == EndpointChange::remove) remove_from(*book, id);
        const auto stored = co_await store_book(std::move(*book));
        if (!stored) co_return stored.error();
        if (*stored) co_return after;
    }
    co_return endpoints_busy();
}

Task<> App::disable_gone_endpoint(domain::EndpointId id) {
    note(NoteLevel::error, "endpoint.gone", {{"endpoint", id.hex()}});
    for (int tries = 0; tries < limits::commit_tries; ++tries) {
        auto book = co_await load_book();
        if (!book) co_return;
        auto* endpoint = domain::find_endpoint(*book, id);
        if (endpoint == nullptr) co_return;
        domain::disable(*endpoint, "gone", ports_.clock.now());
        const auto stored = co_await store_book(std::move(*book));
        // Not stored: the next delivery hears 410 again.
        if (!stored || *stored) co_return;
    }
}

}  // namespace gyeol::app
