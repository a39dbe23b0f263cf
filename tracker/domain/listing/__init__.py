"""Tables of figures: what a cell is, every column, what each table shows, which targets 全表 looks for.

Above ``sentences``, which many cells hold.
"""
