"""The rules of readings, by what they look for; readings.py puts them into their order.

names.py       names, dates, what stands in a quotation
conditions.py  who or what is meant: thresholds, ages, times
money.py       budgets, and what somebody gets
counts.py      what is to come, and what is there already
"""
