// Settings that other servers of this kind have and this version does without: what each one means here.
#pragma once

#include "main/config_reader.hpp"

namespace gyeol::program {

/// Refuses what would hide payments when it is ignored, and says of the rest that it has no effect.
void read_unsupported(ConfigReader& reader);

}  // namespace gyeol::program
