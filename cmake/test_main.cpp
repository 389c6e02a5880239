// The entry of every test program: a broken law aborts at once instead of being answered politely, and
// what the program says about itself is kept for the search for secrets.
#include "base/note.hpp"
#include "support/evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

int main(int argc, char** argv) {
    ::testing::InitGoogleMock(&argc, argv);
    ::testing::FLAGS_gtest_death_test_style = "threadsafe";
    gyeol::replace_note_sink([](gyeol::NoteLevel, std::string_view name, const auto& fields) {
        std::string line(name);
        for (const auto& field : fields)
            line.append(" ").append(field.name).append("=").append(field.value);
        gyeol::test::leave_evidence("note", line);
    });
    return RUN_ALL_TESTS();
}
