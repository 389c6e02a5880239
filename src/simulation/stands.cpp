#include "simulation/intent_stand.hpp"
#include "simulation/provider_stand.hpp"
#include "simulation/toss_stand.hpp"

namespace gyeol::simulation {

std::string_view word(Outside what) {
    switch (what) {
        case Outside::deposit:
            return "a deposit";
        case Outside::late_deposit:
            return "a deposit after its due time";
        case Outside::deposit_taken_back:
            return "a deposit taken back by the bank";
        case Outside::given_back:
            return "money given back in the console";
    }
    return "";
}

std::vector<std::unique_ptr<ProviderStand>> make_stands(std::uint64_t seed) {
    std::vector<std::unique_ptr<ProviderStand>> stands;
    stands.push_back(std::make_unique<TossStand>(seed));
    stands.push_back(std::make_unique<IntentStand>());
    return stands;
}

}  // namespace gyeol::simulation
