"""A Word document written part by part: the same bytes for the same content, on any day and host.

package: parts → .docx. marks: paragraphs, runs and tables as WordprocessingML. styles: the faces and the
grid of GB/T 9704. chart: a native chart with its workbook. People's texts enter through ``marks.words`` only.
"""
