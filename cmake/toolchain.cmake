# What every target shares: the language, the warnings, the hardening and the compiled-once libraries.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

option(GYEOL_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(GYEOL_SANITIZE_THREADS "Build with ThreadSanitizer" OFF)
option(GYEOL_WERROR "Treat warnings as errors" OFF)
option(GYEOL_TEST_POINTS "Compile the points where tests may kill the process" OFF)
option(GYEOL_TESTS "Build the tests" ON)

find_program(ccache_program ccache)
if(ccache_program)
  # Precompiled headers need the two sloppiness settings; base_dir lets several checkouts share results.
  set(ccache_launcher
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${ccache_program})
  set(CMAKE_C_COMPILER_LAUNCHER ${ccache_launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache_launcher})
endif()
find_program(mold_program mold)
if(mold_program)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)

add_library(gyeol_options INTERFACE)
target_include_directories(gyeol_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(gyeol_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough -Wswitch-enum -Wnull-dereference)
if(GYEOL_WERROR)
  target_compile_options(gyeol_options INTERFACE -Werror)
endif()
if(GYEOL_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  # The null checks that UBSan adds make g++ 12 see null dereferences in library code that has none.
  target_compile_options(gyeol_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
endif()
if(GYEOL_SANITIZE_THREADS)
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
endif()
if(GYEOL_TEST_POINTS)
  add_compile_definitions(GYEOL_TEST_POINTS)
endif()
add_compile_definitions(GYEOL_VERSION="${PROJECT_VERSION}" BOOST_ASIO_NO_DEPRECATED)
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" OR CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fstack-protector-strong)
  add_compile_definitions(_GLIBCXX_ASSERTIONS _FORTIFY_SOURCE=2)
  # Coroutine frames from operator new: std::aligned_alloc passes by the allocator's caches.
  add_compile_definitions(BOOST_ASIO_DISABLE_STD_ALIGNED_ALLOC BOOST_ASIO_DISABLE_BOOST_ALIGN)
  add_link_options(-pie -Wl,-z,relro,-z,now -Wl,--gc-sections)
  add_compile_options(-ffunction-sections -fdata-sections)
endif()

# Asio and Beast are compiled once; everything that links `boost_asio` sees only their declarations.
add_library(boost_asio STATIC ${CMAKE_SOURCE_DIR}/cmake/asio.cpp)
target_compile_definitions(boost_asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION)
target_link_libraries(boost_asio PUBLIC OpenSSL::SSL OpenSSL::Crypto Threads::Threads)
add_library(boost_beast STATIC ${CMAKE_SOURCE_DIR}/cmake/beast.cpp)
target_compile_definitions(boost_beast PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(boost_beast PUBLIC boost_asio)

# One precompiled header for every folder that suspends.
add_library(gyeol_pch STATIC ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
target_link_libraries(gyeol_pch PUBLIC gyeol_options boost_asio Boost::json)
target_precompile_headers(gyeol_pch PRIVATE ${CMAKE_SOURCE_DIR}/cmake/asio_pch.hpp)
