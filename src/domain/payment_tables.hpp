// Tables as text: the rows that a test claims are the rows that the documentation shows.
#pragma once

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace gyeol::domain::tables {

using Row = std::vector<std::string>;

inline std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

inline Row cells_of(const std::string& line) {
    Row cells;
    std::istringstream parts(line.substr(1));
    for (std::string cell; std::getline(parts, cell, '|');)
        cells.push_back(trimmed(cell));
    return cells;
}

/// Returns the rows of a Markdown table below its heading.
inline std::vector<Row> rows_of(std::string_view table) {
    std::vector<Row> rows;
    std::istringstream lines{std::string(table)};
    int line_count = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() != '|') continue;
        if (++line_count > 2) rows.push_back(cells_of(line));
    }
    return rows;
}

/// Returns the cells of the table's heading.
inline Row heading_of(std::string_view table) {
    const auto start = table.find('|');
    return cells_of(std::string(table.substr(start, table.find('\n', start) - start)));
}

/// Returns the words between backticks.
inline std::vector<std::string> words_of(const std::string& cell) {
    std::vector<std::string> words;
    std::size_t open = cell.find('`');
    while (open != std::string::npos) {
        const auto close = cell.find('`', open + 1);
        words.push_back(cell.substr(open + 1, close - open - 1));
        open = cell.find('`', close + 1);
    }
    return words;
}

/// Returns a page of the documentation.
inline std::string page(const std::string& path) {
    std::ifstream file(std::string(GYEOL_SOURCE_DIR) + '/' + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace gyeol::domain::tables
