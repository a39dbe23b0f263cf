"""Scorecard records → Plotly figures as plain dicts, each with its alternative text. Pure.

frame: the record Chart and what all charts share. groups: the mean completion of running totals by area and
department. path: one target over the year; goals and beside: its adjusted targets and its outlook.

Draw with ``st.plotly_chart(chart.figure, theme=None)``: the ``theme`` argument here is the palette.
Plain dicts, because building figure objects costs more than everything else on a page. A status
colour never stands without its shape and a word or number; what does not exist is not drawn as 0:
it is a gap, with the reason in words.
"""

from tracker.charts.beside import Beside
from tracker.charts.frame import Chart
from tracker.charts.groups import completion_by
from tracker.charts.path import target_path

__all__ = ["Beside", "Chart", "completion_by", "target_path"]
