#include "main/config_toss.hpp"

#include "main/config_providers.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace gyeol::program {
namespace {

constexpr ProviderWords toss{
    .title = "Toss Payments",
    .key = "TOSS_SECRET_KEY",
    .url = "TOSS_API_URL",
    .own_host = "https://api.tosspayments.com",
    .sandbox_path = "/toss",
};

struct Prefix {
    std::string_view text;
    TossFamily family;
    TossSide side;
};

constexpr std::array prefixes{
    Prefix{"gck_", TossFamily::widget, TossSide::client},
    Prefix{"gsk_", TossFamily::widget, TossSide::secret},
    Prefix{"ck_", TossFamily::window, TossSide::client},
    Prefix{"sk_", TossFamily::window, TossSide::secret},
};

/// One variable, what is in it and what should be.
struct Slot {
    std::string_view variable;
    const std::string* text;
    TossFamily family;
    TossSide side;
    std::optional<TossKeyKind> kind;
};

std::string prefix_of(TossFamily family, TossSide side) {
    const auto* const found =
        std::find_if(prefixes.begin(), prefixes.end(), [&](const Prefix& prefix) {
            return prefix.family == family && prefix.side == side;
        });
    return std::string(found->text);
}

void check_slot(Slot& slot, std::vector<Problem>& problems) {
    if (slot.text->empty()) return;
    const auto wanted = prefix_of(slot.family, slot.side);
    const auto refuse = [&](std::string what) {
        problems.push_back(
            {std::string(slot.variable),
             std::move(what),
             "Copy the key that begins with test_" + wanted + " or live_" + wanted +
                 " from Toss Payments' developer centre."}
        );
    };
    slot.kind = find_toss_key_kind(*slot.text);
    if (!slot.kind) return refuse("It is not a Toss Payments key.");
    if (slot.kind->side != slot.side && slot.side == TossSide::client) {
        return refuse("It is a secret key; every browser would be shown it.");
    }
    if (slot.kind->side != slot.side)
        return refuse("It is a client key; a secret key belongs here.");
    if (slot.kind->family != slot.family) {
        refuse(
            slot.family == TossFamily::widget
                ? "It is a key of the payment window, not of the widget."
                : "It is a key of the payment widget, not of the window."
        );
    }
}

std::optional<TossKeyPair> pair_up(
    const Slot& client, const Slot& secret, std::vector<Problem>& problems
) {
    if (client.text->empty() && secret.text->empty()) return std::nullopt;
    if (client.text->empty() || secret.text->empty()) {
        const auto& missing = client.text->empty() ? client : secret;
        const auto& given = client.text->empty() ? secret : client;
        problems.push_back(
            {std::string(missing.variable),
             "It is missing, although " + std::string(given.variable) + " is set.",
             "Set both halves of the pair, or neither."}
        );
        return std::nullopt;
    }
    return TossKeyPair{*client.text, Secret(*secret.text)};
}

bool is_widget_pair(const TossKeyTexts& texts) {
    const auto client = find_toss_key_kind(texts.window_client);
    const auto secret = find_toss_key_kind(texts.window_secret);
    return client && secret && client->family == TossFamily::widget &&
           secret->family == TossFamily::widget;
}

}  // namespace

std::optional<TossKeyKind> find_toss_key_kind(std::string_view key) {
    TossKeyKind kind;
    kind.live = key.starts_with("live_");
    if (!kind.live && !key.starts_with("test_")) return std::nullopt;
    key.remove_prefix(5);
    for (const auto& prefix : prefixes) {
        if (!key.starts_with(prefix.text)) continue;
        key.remove_prefix(prefix.text.size());
        const bool plain = std::all_of(key.begin(), key.end(), [](unsigned char letter) {
            return letter == '_' || std::isalnum(letter) != 0;
        });
        if (key.empty() || !plain) return std::nullopt;
        kind.family = prefix.family;
        kind.side = prefix.side;
        return kind;
    }
    return std::nullopt;
}

TossKeys read_toss_keys(
    TossKeyTexts texts, std::vector<Problem>& problems, std::vector<Problem>& notices
) {
    if (texts.widget_client.empty() && texts.widget_secret.empty() && is_widget_pair(texts)) {
        texts.widget_client = std::exchange(texts.window_client, {});
        texts.widget_secret = std::exchange(texts.window_secret, {});
        notices.push_back(
            {"TOSS_CLIENT_KEY",
             "It and TOSS_SECRET_KEY hold the keys of the payment widget and are used as such.",
             "Rename them to TOSS_WIDGET_CLIENT_KEY and TOSS_WIDGET_SECRET_KEY."}
        );
    }
    std::array slots{
        Slot{
            "TOSS_WIDGET_CLIENT_KEY",
            &texts.widget_client,
            TossFamily::widget,
            TossSide::client,
            {}},
        Slot{
            "TOSS_WIDGET_SECRET_KEY",
            &texts.widget_secret,
            TossFamily::widget,
            TossSide::secret,
            {}},
        Slot{"TOSS_CLIENT_KEY", &texts.window_client, TossFamily::window, TossSide::client, {}},
        Slot{"TOSS_SECRET_KEY", &texts.window_secret, TossFamily::window, TossSide::secret, {}},
    };
    for (auto& slot : slots)
        check_slot(slot, problems);
    const auto is = [](bool live) {
        return [live](const Slot& slot) { return slot.kind && slot.kind->live == live; };
    };
    TossKeys keys;
    keys.live = std::any_of(slots.begin(), slots.end(), is(true));
    if (keys.live && std::any_of(slots.begin(), slots.end(), is(false))) {
        problems.push_back(
            {"TOSS_SECRET_KEY", "Test keys stand beside live keys.", "Use keys of one kind only."}
        );
    }
    keys.widget = pair_up(slots[0], slots[1], problems);
    keys.window = pair_up(slots[2], slots[3], problems);
    return keys;
}

std::optional<KeyMode> read_toss(ConfigReader& reader) {
    auto& config = reader.out.config;
    const auto problems_before = reader.out.problems.size();
    TossKeyTexts texts;
    texts.widget_client = find_provider_key(reader, "TOSS_WIDGET_CLIENT_KEY", toss);
    texts.widget_secret = find_provider_key(reader, "TOSS_WIDGET_SECRET_KEY", toss);
    texts.window_client = find_provider_key(reader, "TOSS_CLIENT_KEY", toss);
    texts.window_secret = find_provider_key(reader, "TOSS_SECRET_KEY", toss);
    config.toss = read_toss_keys(std::move(texts), reader.out.problems, reader.out.notices);
    config.toss_api_url = read_api_url(reader, toss);
    if (config.toss.widget || config.toss.window) {
        const auto mode = config.toss.live ? KeyMode::live : KeyMode::test;
        check_mode(reader, toss, mode, config.toss_api_url);
        return mode;
    }
    const bool has_problem = reader.out.problems.size() > problems_before;
    if (config.providers != Providers::sandbox || has_problem) return std::nullopt;
    config.toss = sandbox_toss_keys();
    reader.show("TOSS_WIDGET_SECRET_KEY", "made-up keys of the sandbox", "default");
    return KeyMode::test;
}

TossKeys sandbox_toss_keys() {
    return {
        TossKeyPair{
            "test_gck_gyeolsandboxwidgetclient", Secret("test_gsk_gyeolsandboxwidgetsecret")},
        TossKeyPair{"test_ck_gyeolsandboxwindowclient", Secret("test_sk_gyeolsandboxwindowsecret")},
        false,
    };
}

}  // namespace gyeol::program
