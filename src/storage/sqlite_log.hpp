// SQLite's write-ahead log as a file. SQLite reads it up to the first frame that does not fit and
// drops the rest without a word; this says when the rest held commits.
#pragma once

#include <filesystem>

namespace gyeol::storage {

/// Returns whether whole commits stand behind a damaged place of the log. After a power cut those may
/// never have been acknowledged; after damage to the disk they may have been.
bool has_commits_behind_damage(const std::filesystem::path& log);

/// When there are such commits: notes `store.log_cut` and keeps the log as `<log>.cut`, because opening
/// the database will write over it.
void keep_cut_log(const std::filesystem::path& log);

}  // namespace gyeol::storage
