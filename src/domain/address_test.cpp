#include "domain/address.hpp"

#include <gtest/gtest.h>

namespace gyeol::domain {
namespace {

struct Row {
    const char* address;
    AddressReach reach;
};

using enum AddressReach;

constexpr Row rows[] = {
    {"8.8.8.8", everywhere},
    {"211.33.136.1", everywhere},
    {"1.1.1.1", everywhere},
    {"9.255.255.255", everywhere},
    {"11.0.0.0", everywhere},
    {"100.63.255.255", everywhere},
    {"100.128.0.0", everywhere},
    {"172.15.255.255", everywhere},
    {"172.32.0.0", everywhere},
    {"192.167.255.255", everywhere},
    {"223.255.255.255", everywhere},
    {"0.0.0.0", nowhere},
    {"0.1.2.3", nowhere},
    {"10.0.0.1", inside},
    {"10.255.255.255", inside},
    {"100.64.0.1", inside},
    {"100.100.100.200",
     inside},  // The metadata service of one cloud; it is in the carriers' network.
    {"127.0.0.1", inside},
    {"127.255.0.3", inside},
    {"169.254.169.254", nowhere},
    {"172.16.0.1", inside},
    {"172.31.255.255", inside},
    {"192.0.0.192", nowhere},
    {"192.0.2.1", nowhere},
    {"192.88.99.1", nowhere},
    {"192.168.0.1", inside},
    {"198.18.0.1", nowhere},
    {"198.19.255.255", nowhere},
    {"198.51.100.1", nowhere},
    {"203.0.113.1", nowhere},
    {"224.0.0.1", nowhere},
    {"239.255.255.255", nowhere},
    {"240.0.0.1", nowhere},
    {"255.255.255.255", nowhere},
    {"2001:4860:4860::8888", everywhere},
    {"2606:4700::1111", everywhere},
    {"2001:200::1", everywhere},
    {"::", nowhere},
    {"::1", inside},
    {"::127.0.0.1", nowhere},
    {"::ffff:127.0.0.1", inside},
    {"::ffff:10.0.0.1", inside},
    {"::ffff:169.254.169.254", nowhere},
    {"::ffff:8.8.8.8", everywhere},
    {"64:ff9b::7f00:1", inside},
    {"64:ff9b::a9fe:a9fe", nowhere},
    {"64:ff9b::808:808", everywhere},
    {"64:ff9b:1::1", nowhere},
    {"100::1", nowhere},
    {"2001::1", nowhere},
    {"2001:db8::1", nowhere},
    {"2002:7f00:1::", nowhere},
    {"3fff::1", nowhere},
    {"5f00::1", nowhere},
    {"fc00::1", inside},
    {"fd00:ec2::254", inside},
    {"fe80::1", nowhere},
    {"fec0::1", nowhere},
    {"ff02::1", nowhere},
    // What only looks like an address is none.
    {"", nowhere},
    {"localhost", nowhere},
    {"127.1", nowhere},
    {"0x7f.0.0.1", nowhere},
    {"2130706433", nowhere},
    {"8.8.8.8 ", nowhere},
    {"fe80::1%eth0", nowhere},
};

TEST(Address, ReachesAsFarAsTheRegistriesSay) {
    for (const auto& row : rows)
        EXPECT_EQ(reach_of(row.address), row.reach) << row.address;
}

}  // namespace
}  // namespace gyeol::domain
