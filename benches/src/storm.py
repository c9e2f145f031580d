"""Solves a model with Storm and prints its states and results as PRISM does."""

import sys
import tempfile

import stormpy

model_text = open(sys.argv[1], encoding="utf-8").read()
for pair in filter(None, sys.argv[3].split(",")):
    name, value = pair.split("=")
    model_text = model_text.replace(f"const int {name};", f"const int {name} = {value};")
with tempfile.NamedTemporaryFile("w", suffix=".prism", encoding="utf-8") as file:
    file.write(model_text)
    file.flush()
    program = stormpy.parse_prism_program(file.name)
for line in open(sys.argv[2], encoding="utf-8"):
    properties = stormpy.parse_properties(line, program)
    model = stormpy.build_model(program, properties)
    print("States:", model.nr_states)
    result = stormpy.model_checking(model, properties[0])
    print("Result:", float(result.get_value(model.initial_states[0])))
