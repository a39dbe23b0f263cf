"""How a page comes out of a printer: what is read, without what is clicked."""

import streamlit as st

_CLICKED = ("stSidebar", "stHeader", "stToolbar", "stButtonGroup", "stSelectbox", "stCheckbox", "stButton")
_HIDDEN = ",".join(f"[data-testid={name}]" for name in _CLICKED)
# A table takes the width of the paper, whatever it needs on a screen; no row and no article is torn.
_STYLE = f"""<style>
@media print {{
  @page {{ size: A4; margin: 14mm 12mm; }}
  {_HIDDEN} {{ display: none !important; }}
  [data-testid=stMainBlockContainer] {{ padding: 0 !important; max-width: none !important; }}
  [data-testid=stMain] table {{
    min-width: 0 !important; width: 100% !important; white-space: normal !important;
    font-size: 10pt !important;
  }}
  [data-testid=stMain] a {{ color: inherit !important; text-decoration: none !important; }}
  tr, dl > div, article {{ break-inside: avoid; }}
  h2, h3 {{ break-after: avoid; }}
}}
</style>"""


def prints_well() -> None:
    """Call it once on a page that people print."""
    st.html(_STYLE)
