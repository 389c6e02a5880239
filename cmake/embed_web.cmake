# gyeol_embed_web(<target>): puts the built web files and the API description into <target>.
#
# The table is looked at on every build and rewritten only when a file changed, so that a new web build
# is picked up without configuring again. Without web files the pages say so.
set(WEB_DIST ${CMAKE_SOURCE_DIR}/web/dist CACHE PATH "The built web files to put into the binary")
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(gyeol_embed_web target)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/web)
  add_custom_target(${target}_web_table
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/cmake/embed_web.py ${WEB_DIST} ${out} ${CMAKE_SOURCE_DIR}/docs/openapi.json
    BYPRODUCTS ${out}/web_table.S ${out}/web_table.cpp
    COMMENT "Listing the web files")
  set_source_files_properties(${out}/web_table.S ${out}/web_table.cpp PROPERTIES GENERATED TRUE SKIP_PRECOMPILE_HEADERS TRUE)
  target_sources(${target} PRIVATE ${out}/web_table.S ${out}/web_table.cpp)
  add_dependencies(${target} ${target}_web_table)
endfunction()
