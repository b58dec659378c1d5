# `cmake --build --preset dev --target check`: layout, lint and house rules; the same at a desk and in CI. `format` rewrites the layout.
set(rules ${PROJECT_SOURCE_DIR}/tests/rules)

add_custom_target(check_rules COMMAND ${rules}/check_rules COMMENT "House rules" VERBATIM USES_TERMINAL)
add_custom_target(check_format COMMAND ${rules}/format COMMENT "Layout" VERBATIM USES_TERMINAL)
add_custom_target(check_tidy COMMAND ${rules}/tidy ${CMAKE_BINARY_DIR} COMMENT "Lint" VERBATIM USES_TERMINAL)
add_custom_target(check)
add_dependencies(check_tidy check_format)
add_dependencies(check_format check_rules)
add_dependencies(check check_tidy)

add_custom_target(format COMMAND ${rules}/format --fix COMMENT "Laying out every file" VERBATIM)

if(HOTWATCH_TESTS)
  add_test(NAME rules.tree COMMAND ${rules}/check_rules)
  add_test(NAME rules.find_every_breach COMMAND ${rules}/check_rules_test)
  add_test(NAME rules.documents COMMAND ${rules}/documents)
  add_test(NAME rules.unit_is_closed COMMAND ${rules}/unit_score)
  add_test(NAME rules.example_configuration COMMAND ${rules}/example_configuration $<TARGET_FILE:hotwatch>)
  set_tests_properties(rules.tree rules.find_every_breach rules.documents rules.unit_is_closed rules.example_configuration
    PROPERTIES TIMEOUT 60 SKIP_RETURN_CODE 77)

  # The demo as a newcomer plays it, on the programs of this build.
  foreach(scenario slice day)
    add_test(NAME demo.${scenario}
      COMMAND ${PROJECT_SOURCE_DIR}/deploy/demo --bin $<TARGET_FILE_DIR:hotwatch>
        --script ${PROJECT_SOURCE_DIR}/tests/scenario/${scenario}.txt)
    set_tests_properties(demo.${scenario} PROPERTIES TIMEOUT 300 LABELS demo)
  endforeach()
endif()
