"""Solves an exported process with Storm, and says of each property whether its RESULT comes out, as PRISM does."""

import sys

import stormpy

program = stormpy.parse_prism_program(sys.argv[1])
expected = None
for line in open(sys.argv[2], encoding="utf-8"):
    line = line.strip()
    if line.startswith("// RESULT: "):
        expected = float(line.removeprefix("// RESULT: "))
    elif line and not line.startswith("//"):
        properties = stormpy.parse_properties(line, program)
        model = stormpy.build_model(program, properties)
        result = stormpy.model_checking(model, properties[0])
        found = float(result.get_value(model.initial_states[0]))
        print("Testing result:", "PASS" if abs(found - expected) < 1e-9 else "FAIL", line, found)
