// A note is what the program says about itself: one line with a name, a level and fields. It is the
// only log call in the code. What merchants are told is an event (domain/event.hpp), not a note.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol {

enum class NoteLevel : std::uint8_t { debug, info, warning, error };

std::string_view word(NoteLevel level);

/// One named value of a note. Values are plain text; a secret, a card number, an e-mail address or a
/// provider's raw body never becomes one.
struct NoteField {
    std::string_view name;
    std::string value;
};

using NoteSink = std::function<void(NoteLevel, std::string_view, const std::vector<NoteField>&)>;

/// Says `name` (dotted words such as `provider.slow`) with `fields`. Thread-safe; never throws.
void note(NoteLevel level, std::string_view name, const std::vector<NoteField>& fields = {});

/// Sends every later note to `sink`, and returns the sink that was there. The one global of the
/// program: a note must be possible from anywhere, even while the program is being wired.
NoteSink replace_note_sink(NoteSink sink);

}  // namespace gyeol
