"""READING a policy text: from the words of a notice (海政发〔2025〕10号) to a register of targets.

files/         a file's bytes -> its text: .docx, .pdf, .txt; read by a child process within bounds
structure.py   areas (领域), articles (条), responsible units, and where each stands in the text
numbers.py     every number of the body, in digits and in Chinese numerals; nothing stays unread
wording.py     what the words around a number make of it: unit of measure, ≥ > ≈, 力争, 下降
readings.py    what a number is (DOMAIN §1): target, budget, standard, condition, name, date, reference
proposal.py    all of it as a reading aid: a notice in, a proposed register out
draft.py       the proposal as CSV files, where a new plan's seed folder begins
records.py     the register: units, areas, articles, readings, targets, frozen
seed_csv.py    the CSV files a person can open and correct, and BrokenSeed with file, line, reason
seed_rows.py   one row of a CSV -> one record
checks.py      what must agree between text, readings and targets
register.py    load_register(folder)

Pure: nothing here knows the database, a clock or a screen. Positions are always characters of
the notice's text as stored, header included.
"""
