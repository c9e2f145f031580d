"""Solves a model with Storm and prints its states and results as PRISM does."""

import sys

import stormpy

program = stormpy.parse_prism_program(sys.argv[1])
named = {constant.name: constant.expression_variable for constant in program.constants}
chosen = dict(pair.split("=") for pair in sys.argv[3].split(",") if pair)
manager = program.expression_manager
values = {named[name]: manager.create_integer(int(value)) for name, value in chosen.items()}
program = program.define_constants(values).substitute_constants()
questions = [line.strip() for line in open(sys.argv[2], encoding="utf-8") if line.strip()]
properties = [stormpy.parse_properties(line, program)[0] for line in questions]
model = stormpy.build_model(program, properties)
print("States:", model.nr_states)
for asked in properties:
    result = stormpy.model_checking(model, asked)
    print("Result:", result.at(model.initial_states[0]))
