#include "main/config_reader.hpp"

#include "main/config_values.hpp"

#include <algorithm>
#include <utility>

namespace gyeol::program {
namespace {

std::string shown_value(const Variable& variable, const std::string& value) {
    return variable.kind == VariableKind::plain ? value : mask_key(value);
}

std::string without_line_end(std::string text) {
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return text;
}

}  // namespace

ConfigReader::ConfigReader(const Sources& sources)
    : sources_(sources), env_file_(parse_env_file(sources.env_file)) {
    out.problems = env_file_.problems;
    check_names();
}

std::optional<ConfigReader::Found> ConfigReader::look_up(std::string_view name) const {
    const auto flag = sources_.flags.find(name);
    if (flag != sources_.flags.end() && !flag->second.empty()) return Found{flag->second, "flag"};
    const auto variable = sources_.environment.find(name);
    if (variable != sources_.environment.end() && !variable->second.empty()) {
        return Found{variable->second, "environment"};
    }
    const auto line = env_file_.values.find(name);
    if (line != env_file_.values.end() && !line->second.value.empty()) {
        return Found{line->second.value, ".env line " + std::to_string(line->second.line)};
    }
    return std::nullopt;
}

std::optional<ConfigReader::Found> ConfigReader::look_up_file(const Variable& variable) {
    const auto file_name = std::string(variable.name) + "_FILE";
    const auto path = look_up(file_name);
    if (!path) return std::nullopt;
    auto text = sources_.read_file(path->value);
    if (!text) {
        refuse(
            file_name,
            "The file " + path->value + " cannot be read.",
            "Check the path and who may read it."
        );
        return std::nullopt;
    }
    return Found{without_line_end(std::move(*text)), file_name};
}

std::optional<std::string> ConfigReader::find(std::string_view name) {
    const auto* variable = find_variable(name);
    auto found = look_up(name);
    if (variable->kind == VariableKind::secret) {
        auto from_file = look_up_file(*variable);
        if (found && from_file) {
            refuse(
                name,
                "It is given both as " + std::string(name) + " and as a file.",
                "Keep one of the two."
            );
        }
        if (!found) found = std::move(from_file);
    }
    if (!found || found->value.empty()) return std::nullopt;
    show(name, shown_value(*variable, found->value), found->source);
    return std::move(found->value);
}

std::string ConfigReader::text(std::string_view name, std::string_view fallback) {
    auto found = find(name);
    if (found) return std::move(*found);
    show(name, std::string(fallback), "default");
    return std::string(fallback);
}

void ConfigReader::show(std::string_view name, std::string shown, std::string source) {
    auto& settings = out.settings;
    std::erase_if(settings, [name](const Setting& setting) { return setting.name == name; });
    settings.push_back({std::string(name), std::move(shown), std::move(source)});
}

void ConfigReader::refuse(std::string_view name, std::string what, std::string cure) {
    out.problems.push_back({std::string(name), std::move(what), std::move(cure)});
}

void ConfigReader::notice(std::string_view name, std::string what, std::string cure) {
    out.notices.push_back({std::string(name), std::move(what), std::move(cure)});
}

void ConfigReader::check_names() {
    for (const auto& [name, value] : sources_.environment) {
        if (name.starts_with("GYEOL_")) check_name(name, "the environment");
    }
    for (const auto& [name, value] : env_file_.values) {
        check_name(name, ".env line " + std::to_string(value.line));
    }
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): what was read, then where it stood.
void ConfigReader::check_name(std::string_view name, std::string_view place) {
    if (find_variable(name) != nullptr || find_variable_of_file(name) != nullptr) return;
    const auto nearest = nearest_variable(name);
    const auto what = "Nothing reads this name (" + std::string(place) + ").";
    if (name.starts_with("GYEOL_")) {
        const auto cure = nearest ? "Did you mean " + std::string(*nearest) + "?"
                                  : "Remove it; .env.example has all names.";
        return refuse(name, what, cure);
    }
    // The file may hold other programs' names; a near miss of one of ours is worth a word.
    if (nearest) notice(name, what, "Did you mean " + std::string(*nearest) + "?");
}

}  // namespace gyeol::program
