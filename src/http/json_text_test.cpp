#include "http/json_text.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace gyeol::http {
namespace {

TEST(JsonText, PutsCommasWhereTheyBelong) {
    JsonText json;
    json.begin_object()
        .member("a", 1)
        .name("b")
        .begin_array()
        .number(-2)
        .begin_object()
        .end_object()
        .text("x")
        .end_array();
    json.name("c").null().name("d").boolean(true).name("e").raw("{\"f\":[]}").end_object();
    EXPECT_EQ(json.take(), R"({"a":1,"b":[-2,{},"x"],"c":null,"d":true,"e":{"f":[]}})");
}

TEST(JsonText, EscapesSoThatAnyTextComesBack) {
    for (int first = 1; first < 128; ++first) {
        const std::string text{static_cast<char>(first), '"', '\\', '\n', '/'};
        JsonText json;
        json.begin_array().text(text).text("결").end_array();
        const auto read = boost::json::parse(json.take());
        EXPECT_EQ(std::string_view(read.at(0).as_string()), text);
        EXPECT_EQ(std::string_view(read.at(1).as_string()), "결");
    }
}

TEST(JsonText, NeverWritesBytesThatAreNotUtf8) {
    JsonText json;
    json.text("\xFF\xFE");
    EXPECT_EQ(json.take(), "\"\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace gyeol::http
