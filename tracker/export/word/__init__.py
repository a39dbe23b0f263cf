"""A Word document written part by part: the same bytes for the same content, on any day and host.

package: parts → .docx, with its native chart (export/drawingml.py). marks: paragraphs, runs and tables as
WordprocessingML. styles: the faces and the grid of GB/T 9704. People's texts enter through ``marks.words``
only.
"""
