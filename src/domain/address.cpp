#include "domain/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace gyeol::domain {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// The addresses that share their first `bits` with `start`.
struct Network {
    std::array<std::uint8_t, 16> start;
    unsigned bits;
    AddressReach reach;
};

using enum AddressReach;

// The special-purpose registries of IANA (RFC 6890 and its successors).
constexpr std::array networks_v4{
    Network{{0}, 8, nowhere},
    Network{{10}, 8, inside},
    Network{{100, 64}, 10, inside},  // Shared by a carrier, and by some private networks of clouds.
    Network{{127}, 8, inside},
    Network{{169, 254}, 16, nowhere},
    Network{{172, 16}, 12, inside},
    Network{{192, 0, 0}, 24, nowhere},
    Network{{192, 0, 2}, 24, nowhere},
    Network{{192, 88, 99}, 24, nowhere},
    Network{{192, 168}, 16, inside},
    Network{{198, 18}, 15, nowhere},
    Network{{198, 51, 100}, 24, nowhere},
    Network{{203, 0, 113}, 24, nowhere},
    Network{{224}, 3, nowhere},  // Multicast, reserved and broadcast.
};

/// What is not listed here and is not in 2000::/3 is nowhere.
constexpr std::array networks_v6{
    Network{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, inside},
    Network{{0xFC}, 7, inside},
    Network{{0x20, 0x01, 0x00}, 23, nowhere},  // Protocols of their own, Teredo among them.
    Network{{0x20, 0x01, 0x0D, 0xB8}, 32, nowhere},
    Network{{0x20, 0x02}, 16, nowhere},  // 6to4 carries any IPv4 address inside.
    Network{{0x3F, 0xFF}, 20, nowhere},
    Network{{0x20}, 3, everywhere},
};

bool is_in(Bytes address, const Network& network) {
    const auto whole = network.bits / 8;
    const auto rest = network.bits % 8;
    const auto start = std::span(network.start);
    if (!std::equal(address.begin(), address.begin() + whole, start.begin())) return false;
    if (rest == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF00U >> rest);
    return (address[whole] & mask) == (start[whole] & mask);
}

AddressReach reach_among(Bytes address, std::span<const Network> networks, AddressReach otherwise) {
    const auto found =
        std::find_if(networks.begin(), networks.end(), [address](const Network& network) {
            return is_in(address, network);
        });
    return found == networks.end() ? otherwise : found->reach;
}

AddressReach reach_of_v6(Bytes address) {
    constexpr Network mapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96, everywhere};
    constexpr Network translated{{0x00, 0x64, 0xFF, 0x9B}, 96, everywhere};
    if (is_in(address, mapped) || is_in(address, translated))
        return reach_among(address.subspan(12), networks_v4, everywhere);
    return reach_among(address, networks_v6, nowhere);
}

}  // namespace

AddressReach reach_of(std::string_view text) {
    const std::string name(text);
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, name.c_str(), bytes.data()) == 1)
        return reach_among(Bytes(bytes).first(4), networks_v4, everywhere);
    if (inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1) return reach_of_v6(bytes);
    return nowhere;
}

}  // namespace gyeol::domain
