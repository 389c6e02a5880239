// One configuration on its way: finds each variable's value in its sources, remembers where it came
// from, and collects what is wrong. What the values mean together is decided in config.cpp.
#pragma once

#include "main/config.hpp"
#include "main/config_env_file.hpp"
#include "main/config_names.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gyeol::program {

class ConfigReader {
public:
    /// Borrows `sources`. Reads `.env` and complains about names that are not known.
    explicit ConfigReader(const Sources& sources);

    /// Returns the value of the variable, from the source that wins, or none.
    std::optional<std::string> find(std::string_view name);

    /// As `find`, else `fallback`, which is shown as the default.
    std::string text(std::string_view name, std::string_view fallback);

    /// Shows `name` as `shown` from `source`, in place of what was found.
    void show(std::string_view name, std::string shown, std::string source);

    void refuse(std::string_view name, std::string what, std::string cure);
    void notice(std::string_view name, std::string what, std::string cure);

    LoadedConfig out;

private:
    struct Found {
        std::string value;
        std::string source;
    };

    std::optional<Found> look_up(std::string_view name) const;
    std::optional<Found> look_up_file(const Variable& variable);
    void check_names();
    void check_name(std::string_view name, std::string_view place);

    const Sources& sources_;
    EnvFile env_file_;
};

}  // namespace gyeol::program
