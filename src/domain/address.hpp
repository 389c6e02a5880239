// Which network addresses a merchant's endpoint may have. Decided on the address of the connection itself,
// never on a name: a name may lead elsewhere the next time it is asked for.
#pragma once

#include <cstdint>
#include <string_view>

namespace gyeol::domain {

enum class AddressReach : std::uint8_t {
    everywhere,  // A unicast address of the public internet.
    inside,      // Loopback and private networks: for development, or a shop on the same network.
    nowhere,  // Link-local (a cloud's metadata service), multicast, reserved: no endpoint lives there.
};

/// Returns how far the IPv4 or IPv6 address written in `text` reaches; `nowhere` when it is no address. An
/// IPv4 address inside an IPv6 one (mapped, NAT64) is judged as what it is.
AddressReach reach_of(std::string_view text);

}  // namespace gyeol::domain
