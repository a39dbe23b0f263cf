"""The sheets of the workbook, one module each, and what they share (look.py)."""
