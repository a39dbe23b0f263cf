// What st.html was handed stands as it is where it can only be harmless; all else Streamlit cleans with DOMPurify.
//
// Cleaning the sheet of 总览 cost a fifth of a switch of the quarter (docs/bench.md). HTML in which every "<" begins
// one of these tags, with these attributes, has nothing to be cleaned of: no script, no style, no frame, no form, no
// address of another host or scheme, no element whose content is read otherwise than it is written.
(() => {
  const NAMES = "a|article|b|blockquote|br|button|code|col|colgroup|dd|details|div|dl|dt|em|footer|h[1-4]|header|i|" +
    "kbd|li|mark|nav|ol|p|pre|section|small|span|strong|summary|sub|sup|table|tbody|td|th|thead|tr|u|ul";
  const ANY = "class|style|title|role|scope|lang|colspan|rowspan|tabindex|open|hidden|download|(?:aria|data)-[a-z-]+";
  // An id with a hyphen hides nothing of the document's own: none of that has one.
  const ONE = 'href="(?:[#?][^"<]*|/(?:[^"<\\\\/&\\s][^"<]*)?)"|id="[\\w-]*-[\\w-]*"|type="button"';
  const TAG = new RegExp(`<(?:/(?:${NAMES})|(?:${NAMES})(?: (?:(?:${ANY})(?:=(?:"[^"<]*"|[\\w-]+))?|${ONE}))*)>`, "g");
  window.isPlainHtml = (text) => !text.replace(TAG, "").includes("<");
})();
