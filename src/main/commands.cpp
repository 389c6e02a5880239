#include "main/commands.hpp"

#include "main/config.hpp"
#include "main/doctor.hpp"
#include "main/doctor_probes.hpp"
#include "main/process.hpp"
#include "main/sim_command.hpp"
#include "main/user_command.hpp"
#include "main/verify_command.hpp"
#include "platform/aes_cipher.hpp"
#include "platform/curl_client.hpp"
#include "platform/loop.hpp"
#include "storage/sqlite_store.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <unistd.h>

#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <utility>

namespace gyeol::program {
namespace {

constexpr int exit_failure = 1;
constexpr int exit_usage = 2;

std::map<std::string, std::string, std::less<>> read_environment() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string line(*entry);
        const auto equals = line.find('=');
        if (equals != std::string::npos)
            variables.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return variables;
}

/// The flags that every command takes; each is a variable's name with its value.
struct Flags {
    std::map<std::string, std::string, std::less<>> values;
    std::string env_path = ".env";
    std::string web_root;
    std::string webhook_url;
    bool sandbox_in_process = false;
};

LoadedConfig load(const Flags& flags, Providers providers) {
    Sources sources;
    sources.providers = providers;
    sources.flags = flags.values;
    sources.environment = read_environment();
    // No file is no problem: everything has a default or comes from the environment.
    sources.env_file = read_text_file(flags.env_path).value_or("");
    sources.read_file = read_text_file;
    return load_config(sources);
}

/// Says every problem and every notice; returns whether the program can start.
bool say_problems(const LoadedConfig& loaded) {
    for (const auto& notice : loaded.notices) {
        std::fprintf(
            stderr,
            "note     %s: %s %s\n",
            notice.variable.c_str(),
            notice.what.c_str(),
            notice.cure.c_str()
        );
    }
    for (const auto& problem : loaded.problems) {
        std::fprintf(
            stderr,
            "problem  %s: %s %s\n",
            problem.variable.c_str(),
            problem.what.c_str(),
            problem.cure.c_str()
        );
    }
    if (!loaded.is_usable())
        std::fprintf(stderr, "gyeol: not started. `gyeol doctor` shows the whole configuration.\n");
    return loaded.is_usable();
}

int run(const Flags& flags, Providers providers, ProcessOptions options) {
    const auto loaded = load(flags, providers);
    if (!say_problems(loaded)) return exit_failure;
    options.web_root = flags.web_root;
    options.webhook_url = flags.webhook_url;
    options.sandbox_in_process = flags.sandbox_in_process;
    return run_process(loaded.config, options);
}

/// Opens the database as the server would.
Result<std::string> probe_database(const Config& config) {
    boost::asio::io_context loop;
    const platform::AesCipher cipher(config.encryption_keys);
    const auto store = storage::open_sqlite_store(
        {.folder = config.data_dir, .vfs = {}}, cipher, loop.get_executor()
    );
    if (!store) return store.error();
    return fmt::format("SQLite in {}", config.data_dir);
}

int run_doctor(const Flags& flags) {
    const auto loaded = load(flags, Providers::real);
    boost::asio::io_context loop;
    platform::SystemClock clock(loop.get_executor());
    platform::CurlClient curl(loop.get_executor(), clock);
    DoctorFacts facts;
    boost::asio::co_spawn(
        loop,
        gather_facts(loaded.config, probe_database, curl, clock),
        [&facts, &loop](const std::exception_ptr& failure, DoctorFacts found) {
            if (failure) std::rethrow_exception(failure);
            facts = std::move(found);
            loop.stop();
        }
    );
    loop.run();
    const auto lines = examine(loaded, facts);
    std::fputs(write_report(loaded, lines).c_str(), stdout);
    return exit_code(lines);
}

/// Loads what a command on the data folder needs. Provider keys and plans are not: what is wrong with
/// them is said by others.
LoadedConfig load_for_records(const Flags& flags) {
    auto loaded = load(flags, Providers::real);
    std::erase_if(loaded.problems, [](const Problem& problem) {
        const auto& name = problem.variable;
        return name.starts_with("TOSS_") || name.starts_with("KAKAO") ||
               name.starts_with("STRIPE_") || name == "GYEOL_PLANS";
    });
    loaded.notices.clear();
    return loaded;
}

int run_verify(const Flags& flags) {
    const auto loaded = load_for_records(flags);
    if (!say_problems(loaded)) return exit_failure;
    return verify_ledger(loaded.config);
}

int run_create_user(const Flags& flags, CreateUser command) {
    const auto loaded = load_for_records(flags);
    if (!say_problems(loaded)) return exit_failure;
    return create_user(loaded.config, std::move(command), read_password());
}

void add_setting(
    CLI::App& command,
    Flags& flags,
    const std::string& flag,
    const std::string& variable,
    const std::string& help
) {
    command.add_option_function<std::string>(
        flag,
        [&flags, variable](const std::string& value) { flags.values[variable] = value; },
        help + " (" + variable + ")"
    );
}

void add_common(CLI::App& command, Flags& flags) {
    command.add_option("--env-file", flags.env_path, "Where settings are read from")
        ->capture_default_str();
    add_setting(command, flags, "--data-dir", "GYEOL_DATA_DIR", "Where the database is");
    add_setting(command, flags, "--port", "PORT", "The port of the payments server");
    add_setting(
        command, flags, "--public-url", "GYEOL_PUBLIC_URL", "Where browsers reach the server"
    );
    add_setting(command, flags, "--frontend-url", "FRONTEND_URL", "The shop's origin");
    add_setting(command, flags, "--plans", "GYEOL_PLANS", "The file of plans on sale");
    add_setting(command, flags, "--log-level", "GYEOL_LOG_LEVEL", "debug, info, warning or error");
    command.add_option(
        "--web-root", flags.web_root, "A folder of web files instead of the embedded ones"
    );
}

/// Returns the command that makes an account; what it is to be goes into `new_user`.
CLI::App* add_user_commands(CLI::App& program, Flags& flags, CreateUser& new_user) {
    auto* user = program.add_subcommand("user", "Accounts");
    user->require_subcommand(1);
    auto* create = user->add_subcommand(
        "create", "Makes an account; its password is read from standard input"
    );
    add_common(*create, flags);
    create->add_option("--email", new_user.email, "Its e-mail address")->required();
    create->add_option("--name", new_user.name, "The person's name")->capture_default_str();
    create->add_option("--role", new_user.role, "operator, or nothing for a buyer")
        ->check(CLI::IsMember({"operator"}));
    return create;
}

/// Returns the command that simulates; what it is to do goes into `options`.
CLI::App* add_sim_command(CLI::App& program, SimOptions& options) {
    auto* sim = program.add_subcommand(
        "sim", "Searches for the schedule that charges twice or loses a payment"
    );
    sim->add_option("--seed", options.seed, "The first seed")->capture_default_str();
    sim->add_option("--runs", options.runs, "How many seeds; 0 goes on until it is stopped")
        ->capture_default_str();
    sim->add_option("--without", options.without, "Parts to leave out, with commas between")
        ->delimiter(',');
    sim->add_flag("--story", options.tells_story, "Tells everything that happens");
    return sim;
}

CLI::App* add_dev_command(CLI::App& program, Flags& flags) {
    auto* dev = program.add_subcommand(
        "dev", "Server, sandbox and demo shop in one process: no account, no internet"
    );
    add_common(*dev, flags);
    add_setting(*dev, flags, "--sandbox-port", "GYEOL_SANDBOX_PORT", "The port of the sandbox");
    add_setting(*dev, flags, "--demo-port", "GYEOL_DEMO_PORT", "The port of the demo shop");
    add_setting(
        *dev, flags, "--stripe-port", "GYEOL_STRIPE_PORT", "The port of the sandbox's Stripe"
    );
    dev->add_flag(
        "--sandbox-in-process",
        flags.sandbox_in_process,
        "Call the sandbox without a socket (for measuring)"
    );
    return dev;
}

}  // namespace

int run_command(int argc, char** argv) {
    CLI::App program("Gyeol: payments and subscriptions for Korean online businesses");
    program.require_subcommand(1);
    Flags flags;

    const auto* dev = add_dev_command(program, flags);
    auto* serve = program.add_subcommand("serve", "The payments server, with your provider keys");
    add_common(*serve, flags);
    auto* sandbox =
        program.add_subcommand("sandbox", "The sandbox alone, for another server's tests");
    add_setting(*sandbox, flags, "--port", "GYEOL_SANDBOX_PORT", "The port of the sandbox");
    add_setting(
        *sandbox, flags, "--stripe-port", "GYEOL_STRIPE_PORT", "The port of the sandbox's Stripe"
    );
    add_setting(
        *sandbox, flags, "--data-dir", "GYEOL_DATA_DIR", "Where the sandbox keeps its books"
    );
    add_setting(*sandbox, flags, "--frontend-url", "FRONTEND_URL", "The shop's origin");
    sandbox->add_option("--webhook-url", flags.webhook_url, "Where webhooks are sent");
    sandbox->add_option(
        "--web-root", flags.web_root, "A folder of web files instead of the embedded ones"
    );
    auto* doctor = program.add_subcommand(
        "doctor", "Shows the configuration and what stands in the way of taking payments"
    );
    add_common(*doctor, flags);
    CreateUser new_user;
    const auto* create = add_user_commands(program, flags, new_user);
    auto* verify = program.add_subcommand(
        "verify",
        "Recomputes the ledger of the data folder and names the first record that does not fit"
    );
    add_common(*verify, flags);
    SimOptions sim_options;
    const auto* sim = add_sim_command(program, sim_options);
    auto* version = program.add_subcommand("version", "Prints the version");

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& failure) {
        return program.exit(failure) == 0 ? 0 : exit_usage;
    }
    if (*version) {
        std::puts("gyeol " GYEOL_VERSION);
        return 0;
    }
    if (*doctor) return run_doctor(flags);
    if (*verify) return run_verify(flags);
    if (*create) return run_create_user(flags, std::move(new_user));
    if (*sim) return run_simulation(sim_options);
    ProcessOptions options;
    options.payments = !sandbox->parsed();
    options.sandbox = !serve->parsed();
    options.demo_shop = dev->parsed();
    return run(flags, serve->parsed() ? Providers::real : Providers::sandbox, options);
}

}  // namespace gyeol::program
