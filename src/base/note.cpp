#include "base/note.hpp"

#include <cstdio>
#include <exception>
#include <mutex>
#include <utility>

namespace gyeol {
namespace {

struct SinkHolder {
    std::mutex mutex;
    NoteSink sink;
};

SinkHolder& holder() {
    static SinkHolder instance;
    return instance;
}

}  // namespace

std::string_view word(NoteLevel level) {
    switch (level) {
        case NoteLevel::debug:
            return "debug";
        case NoteLevel::info:
            return "info";
        case NoteLevel::warning:
            return "warning";
        case NoteLevel::error:
            return "error";
    }
    return "error";
}

void note(NoteLevel level, std::string_view name, const std::vector<NoteField>& fields) {
    auto& place = holder();
    const std::lock_guard lock(place.mutex);
    if (!place.sink) return;
    try {
        place.sink(level, name, fields);
    } catch (const std::exception& failure) {
        // A full disk must never take a payment down with it.
        std::fprintf(stderr, "gyeol: a note was lost: %s\n", failure.what());
    }
}

NoteSink replace_note_sink(NoteSink sink) {
    auto& place = holder();
    const std::lock_guard lock(place.mutex);
    return std::exchange(place.sink, std::move(sink));
}

}  // namespace gyeol
