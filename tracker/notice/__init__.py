"""READING a policy text: from the words of a notice (海政发〔2025〕10号) to a register of targets.

files/         a file's bytes -> its text: .docx, .pdf, .txt; read by a child process within bounds
normalise.py   a text to read (blanks, widths, broken lines, page numbers), with a map back to the stored one;
               characters.py: what says nothing; aligned.py: tables whose cells blanks or strokes part
layouts.py     the grammar of layouts as data: markers of levels, labels of units, rules of the lead
markers.py     where the markers stand; tables.py: rows of cells; columns.py: what the head says they hold
responsible.py statements of responsible units, and who of them leads
structure.py   areas (领域), articles (条), who answers for what, and where each stands in the text
numbers.py     every number of the body, in digits and in Chinese numerals; nothing stays unread
wording.py     what the words around a number make of it: unit of measure, ≥ > ≤ ≈, 力争, 下降
kinds.py       how its figures will behave: running total, stock, level, rate (DOMAIN §2)
readings.py    what a number is (DOMAIN §1): target, budget, standard, condition, name, date, reference;
               rules/: by what they look for; weights.py: the second opinion, a table of weights
years.py       the plan's year, and by when a sentence is due
proposal.py    all of it as a reading aid: any text in, a proposed register out, and what was not read
output.py      a proposal as one JSON object, or for people
facts.py       what the paper says of itself: title, document number, issuer, day, year
decisions.py   what people decide about the reading, one step each; preparing.py: the plan that both make,
               due_and_path.py and parts.py: its periods, own values and totals; last_year.py: beside the last
drafting.py    all that keeps a plan in preparation from becoming a draft, then its register
draft.py       the proposal as CSV files, where a new plan's seed folder begins
records.py     the register: units, areas, articles, readings, targets, frozen
seed_csv.py    the CSV files a person can open and correct, and BrokenSeed with file, line, reason
seed_rows.py   one row of a CSV -> one record
checks.py      what must agree between text, readings and targets
register.py    load_register(folder)

Pure: nothing here knows the database, a clock or a screen. Positions that leave the room are characters of
the notice's text as stored, header included; inside, of the text that is read (normalise.View).
"""
