"""The words of Streamlit's own parts, which speak English and take none from us; what it does otherwise here.

Both stand in its scripts, which browsers keep for a year under their address: that names the language and
EDITION. tests/web/test_assets.py fails when an upgrade words them otherwise. What only its developers meet
(the main menu, its errors about code) stays as it is.
"""

import re
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path

from tracker.domain.language import CHINESE

# Plotly's bundle of bars and lines, which are all that is drawn here: a quarter of the whole one's size.
_PLOTLY = Path(__file__).parent / "vendor" / "plotly-basic-4.1.1.min.js"
EDITION = sha256(Path(__file__).read_bytes() + _PLOTLY.read_bytes()).hexdigest()[:8]
# What stands there -> what stands there with us; a file's text stands between the two groups.
Words = tuple[tuple[bytes, str | Path], ...]

_LOST = "正在重新连接；已保存的内容不会丢失。"
_SIGNED_OUT = "登录已失效，请重新登录；已保存的内容不会丢失。"
_RECONNECT = "与服务器的连接中断，正在重新连接，请稍后再试。"
_FRAME: Words = (
    (rb"`Connection error`", "`与服务器的连接中断`"),
    (
        rb"`Is Streamlit still running\? [^`]+`,codeBlock:`streamlit run yourscript\.py`",
        f"`{_LOST}`",
    ),
    (rb"`Streamlit server is not responding\. Are you connected to the internet\?`", f"`{_LOST}`"),
    (rb"`Cannot connect to Streamlit \(HTTP status: 403\)\.[^`]+`", f"`{_LOST}`"),
    (rb"`Connection timed out\.`", f"`{_LOST}`"),
    (
        rb"`Connection failed with status \$\{(\w)\}\$\{[^{}]+\}`",
        rf"(\1===401?`{_SIGNED_OUT}`:`{_LOST}（${{\1}}）`)",
    ),
    (rb"`Connection lost\. Please wait for the app to reconnect, then try again\.`", f"`{_RECONNECT}`"),
    (rb"`Connecting`,(\w+)=`Connecting to Streamlit server`", r"`正在连接`,\1=`正在连接服务器`"),
    (rb"`Error`,(\w+)=`Unable to connect to Streamlit server`", r"`连接中断`,\1=`与服务器的连接中断`"),
    (rb"`Please wait\.\.\.`", "`请稍候…`"),
    (rb"`Running\.\.\.`", "`正在处理…`"),
    (rb"`Stopping\.\.\.`:`Stop`", "`正在停止…`:`停止`"),
    (rb"`Page not found`", "`没有这个页面`"),
    (rb"`The page that you have requested does not seem to exist`", "`地址可能不完整或已更改`"),
    (rb"`(\$\{\w\})\. Running the app's main page\.`", r"`\1。已打开首页。`"),
    (rb"`Script execution error`", "`页面出错`"),
    (rb"`View less`:`View (\$\{[^}]+\}) more`", r"`收起`:`另有\1项`"),
    (rb"`view less`:`view more`", "`收起`:`展开`"),
    (rb"`Expand sidebar`", "`展开导航`"),
    (rb"`Collapse sidebar`", "`收起导航`"),
    (rb"`Skip to main content`", "`跳到正文`"),
    (rb"`App pages`", "`导航`"),
    (rb"`Scroll tabs left`", "`向左`"),
    (rb"`Scroll tabs right`", "`向右`"),
    (rb'("aria-label":|children:|:)`Close`', r"\1`关闭`"),
    (rb"`Shortcut (\$\{\w\})`", r"`快捷键 \1`"),
)
_FILES: Words = (
    (rb"`Upload`", "`选择文件`"),
    (rb"`Add files`", "`继续添加`"),
    (rb"`Drag and drop files here`", "`松开鼠标，上传文件`"),
    (rb"`(\$\{[^`]+?\}) per file`", r"`单个文件最大 \1`"),
    (rb"`\$\{\w\.type\} files are not allowed\.`", "`不接受这类文件。`"),
)
_UPLOADS: Words = (
    (rb"`File must be (\$\{[^`]+?`b`\)\}) or smaller\.`", r"`文件太大，最大 \1。`"),
    (rb"`Upload failed`", "`没有上传成功`"),
    (rb"`Unexpected error\. Please try again\.`", "`没有上传成功，请重试。`"),
    (rb"`Cancel upload of (\$\{\w\.name\})`", r"`取消上传 \1`"),
    (rb"`Remove (\$\{\w\.name\})`", r"`移除 \1`"),
)
_CHOICES: Words = (
    (rb"`Choose options`:`Choose an option`", "`请选择`:`请选择`"),
    (rb"`Choose or add options`:`Choose or add an option`", "`请选择或填写`:`请选择或填写`"),
    (rb"`Add options`:`Add an option`", "`请填写`:`请填写`"),
    (rb"`No options to select`", "`没有可选的`"),
)
_MULTISELECT: Words = (
    (rb"`No results`", "`没有符合的`"),
    (rb"`You can only select up to (\$\{\w\.maxSelections\}) [^`]+`", r"`最多选\1项，请先移除一项。`"),
    (rb"`Select (\$\{\w\.length\}) matches`", r"`选中这\1项`"),
    (rb"`Select all`", "`全选`"),
    (rb"`Clear all`", "`全部清除`"),
    (rb"`Selected values`", "`已选`"),
    (rb"`Multiselect options`", "`可选项`"),
    (rb"`Remove (\$\{\w\})`", r"`移除 \1`"),
    (rb"`Add: (\$\{\w\})`", r"`添加 \1`"),
)
_SELECTBOX: Words = (
    (rb"`No results`", "`没有符合的`"),
    (rb"`Clear value`", "`清除`"),
    (rb"`Selectbox options`", "`可选项`"),
    (rb"`Add: (\$\{\w\})`", r"`添加 \1`"),
)
_DAYS: Words = (
    (rb"`Choose date`", "`选择日期`"),
    (rb"`Choose date range`", "`选择起止日期`"),
    (rb"`Clear date`", "`清除日期`"),
    (rb"`Clear dates`", "`清除日期`"),
    (
        rb"`Use arrow keys to navigate dates\. [^`]+`",
        "`用方向键选日期，回车选定，Esc 关闭。`",
    ),
)
_MOMENTS: Words = (
    (rb"`Choose date and time`", "`选择日期和时间`"),
    (rb"`Clear date and time`", "`清除日期和时间`"),
    (rb"(-time-label`,children:)`Time`", r"\1`时间`"),
    (
        rb"`Use arrow keys to navigate\. [^`]+`",
        "`用方向键选择，回车选定，Tab 在日历和时间之间切换，Esc 关闭。`",
    ),
    (rb"`\*\*Error\*\*: [^`]+ on or before (\$\{\w\})\.`", r"`请选择 \1 或更早的时间。`"),
    (rb"`\*\*Error\*\*: [^`]+ between (\$\{\w\}) and (\$\{\w\})\.`", r"`请选择 \1 至 \2 之间的时间。`"),
    (rb"`\*\*Error\*\*: [^`]+ on or after (\$\{\w\})\.`", r"`请选择 \1 或更晚的时间。`"),
)
_DAYS_REFUSED: Words = (
    (rb"`\*\*Error\*\*: [^`]+ on or before (\$\{\w\})\.`", r"`请选择 \1 或更早的日期。`"),
    (rb"`\*\*Error\*\*: [^`]+ between (\$\{\w\}) and (\$\{\w\})\.`", r"`请选择 \1 至 \2 之间的日期。`"),
    (rb"`\*\*Error\*\*: [^`]+ on or after (\$\{\w\})\.`", r"`请选择 \1 或更晚的日期。`"),
)
_DAY_PARTS: Words = (
    # Streamlit asks for the parts of a date in English, whatever the browser speaks.
    (rb"\ben:\{year:`yyyy`,month:`mm`,day:`dd`\}", "en:{year:`年`,month:`月`,day:`日`}"),
    (rb'"en-US":\w+(?=,"es-ES":[^{}]+?"zh-CN":(\w+))', r'"en-US":\1'),
)
_TYPING: Words = (
    (rb"`submit form`:`apply`", "`提交`:`确定`"),
    (rb"`Press (\$\{[^}]+\})\+Enter to (\$\{\w\})`", r"`按 \1+回车\2`"),
    (rb"`Press Enter to (\$\{\w\})`", r"`按回车\1`"),
)
_TEXT: Words = (
    (rb"`Clear entry`", "`清除`"),
    (rb"`Hide password`", "`隐藏密码`"),
    (rb"`Show password`", "`显示密码`"),
    (rb"`Invalid input\.`", "`填写的内容不符合要求。`"),
)
_REQUIRED: Words = ((rb"`This field is required\.`", "`此项必填。`"),)
_TOOLBAR: Words = (
    (rb"`Close fullscreen`", "`退出全屏`"),
    (rb"label:`Fullscreen`", "label:`全屏`"),
)
_GRID: Words = (
    (rb"`Add row`", "`添加一行`"),
    (rb"`Delete row\(s\)`", "`删除所选行`"),
    (rb"`Clear selection`", "`取消选择`"),
    (rb"`Download as CSV`", "`下载 CSV`"),
    (rb"`Show/hide columns`", "`显示或隐藏列`"),
    (rb"label:`Search`", "label:`查找`"),
    (rb"`Close Search`", "`关闭查找`"),
    (rb"`Type to search`", "`输入要查找的内容`"),
    (rb"`Next Result`", "`下一处`"),
    (rb"`Previous Result`", "`上一处`"),
    (rb"`Select all`", "`全选`"),
    (rb"`Sort ascending`", "`升序`"),
    (rb"`Sort descending`", "`降序`"),
    (rb"`Pin column`", "`固定此列`"),
    (rb"`Unpin column`", "`取消固定`"),
    (rb"`Hide column`", "`隐藏此列`"),
    (rb"`Copy column name`", "`复制列名`"),
    (rb"`No data`", "`没有数据`"),
    (rb"`The value is not part of the allowed options\.`", "`不在可选项之中。`"),
    (rb"`The value cannot be interpreted as a number\.`", "`不是数字。`"),
)
# By the name of the script up to its first dot; several scripts are called utils.
_OF_SCRIPT: Mapping[str, Words] = {
    "index": _FRAME,
    "FileUploader": _FILES,
    "utils": (*_UPLOADS, *_CHOICES),
    "Multiselect": _MULTISELECT,
    "Selectbox": _SELECTBOX,
    "DateInput": _DAYS,
    "DateTimeInput": _MOMENTS,
    "ReorderedSegments": _DAYS_REFUSED,
    "DateField": _DAY_PARTS,
    "InputInstructions": _TYPING,
    "TextInput": _TEXT,
    "requiredField": _REQUIRED,
    "Toolbar": _TOOLBAR,
    "DataFrame": _GRID,
}


def _told(about: str) -> str:
    return f"dispatchEvent(new CustomEvent(`grid-cell`,{{detail:[{about}]}}));"


# Whatever the language.
_ALWAYS: Mapping[str, Words] = {
    "index": (
        # A tab that comes back asks for a run at once: a server that was started anew knows none of its
        # buttons before, and the first one pressed would do nothing (returning.py).
        (rb"!this\.sessionInfo\.last\|\|(?=\w\|\|\w\|\|this\.state\.fragmentIdsThisRun)", "!0||"),
        # The messages of a run are heard in one go (together.js).
        (rb"\bonMessage:(this\.handleMessage),", r"onMessage:heardTogether(\1),"),
        # A tab in which somebody types is not turned away from under the keys (ended.js).
        (rb":window\.location\.href=(\w)\.url\b", r":(window.turnTo||(to=>window.location.href=to))(\1.url)"),
        # Its bar says all that is to be said: no dialog over it of a line that has gone.
        (
            rb"(\.handleConnectionError=\w=>\{this\.state\.connectionErrorDismissed\|\|)",
            r"\1document.querySelector(`.sign-in-ended`)||",
        ),
        # An outer frame, which our headers forbid, is told of each run; without one it told itself.
        (rb"(?<=\bpostMessageToParentAndEcho\(\w,\w\)\{)(?=let )", "if(window===window.parent)return;"),
    ),
    # Up to this width the menu is away, not beside the page: lists and forms need the room (style/frame.css).
    "utils": ((rb"(columns:`640px`,md:)`768px`", r"\1`975px`"),),
    # HTML of plain tags alone is not cleaned, which would take longer than to draw it (plain_html.js).
    "Html": (
        (
            rb"\(\)=>(\w)\((\w)\)(?=,\[\2\]\);return \w\?\w\(\w,\{dangerouslySetInnerHTML)",
            r"()=>window.isPlainHtml?.(\2)?\2:\1(\2)",
        ),
    ),
    # A refused upload shows the server's sentence (uploads.py), and tells of it (refused_files.js).
    "axios": (
        (
            rb"(Request failed with status code `\+(\w)\.status)",
            r"`+(\2.headers?.get?.(`content-language`)?(dispatchEvent(new CustomEvent(`upload-refused`,"
            r"{detail:[[...\2.config.data?.keys?.()??[]][0],\2.data]})),\2.data):`\1)",
        ),
    ),
    # Bars and lines alone (vendor).
    "PlotlyChart": (
        (
            rb"(?s)(var \w=n\(\(\(\w,(\w),\w\)=>\{)\(function\(\w,\w\)\{typeof \2==`object`.+"
            rb"return window\.Plotly=\w,\w\}\)(\}\)\),)",
            _PLOTLY,
        ),
    ),
    # The grid says what is typed into which cell, and what a cell came to hold (grid_typed.js).
    "DataFrame": (
        (
            rb"(validateCell:\(0,\w+\.useCallback\)\(\((\w),(\w)\)=>\{let \w=\2\[0\];"
            rb"if\([^)]*\)return!0;let (\w)=\w\[\w\];)",
            r"\1" + _told(r"s(\2[1]),\4.name,\4.getCellValue(\3),!0,\4.getCellValue(a(\2))"),
        ),
        (
            rb"(let (\w)=\w\.indexNumber,(\w)=\w\.current\.getOriginalRowIndex\(s\(\w\)\),"
            rb"(\w)=\w\(\[\w,\w\]\),(\w)=(\w)\.getCellValue\(\4\),(\w)=\6\.getCellValue\(\w\);)",
            r"\1" + _told(r"\3,\6.name,\7,!1,\5"),
        ),
        (
            rb"(\w+\((\w),(\w),(\w)\)\|\|\()(?=\w\(\4,\w,(\w),\2\)\?)",
            r"\1" + _told(r"\5,\4.name,\2,!1,\3").replace(";", ","),
        ),
        # As in a spreadsheet: Backspace empties a cell as Delete does, F2 opens one as Enter does.
        (rb"(\bdelete:\w\(\w\.delete,\w\?`Backspace\|Delete`:)`Delete`", r"\1`Backspace|Delete`"),
        (rb"(\bactivateCell:\w\(\w\.activateCell,` \|Enter\|shift\+Enter)`", r"\1|F2`"),
        # A cell's editors are fetched with the grid: at the first key, the keys until they came began anew.
        (
            rb"(\b(\w+)=\w\.lazy\([^;]+?overlay-editor\.[^;]+?import\.meta\.url\)\))",
            r"\1,fetched=(()=>{try{\2._init(\2._payload)}catch{}})()",
        ),
    ),
    # What Enter and Tab say of a typed text is done at once. Theirs, done a moment later and looked for after
    # every key, lost what a busy browser heard in between: a figure or its first digits, without a word.
    "data-grid-overlay-editor": (
        (
            rb"window\.setTimeout\((?=\(\)=>\{!\w\.current&&)",
            "e.isDefaultPrevented()&&(e.target.matches(`.gdg-growing-entry *`)?done=>done():setTimeout)(",
        ),
    ),
}


def words_of(name: str, language: str = CHINESE) -> Words:
    """What is said and done otherwise in the script of this name; most of them stay as they are."""
    if not re.fullmatch(r"[\w-]+\.[\w-]+\.js", name):
        return ()
    stem = name.split(".")[0]
    return (*_ALWAYS.get(stem, ()), *(_OF_SCRIPT.get(stem, ()) if language == CHINESE else ()))


def spoken(script: bytes, words: Words) -> bytes:
    for theirs, ours in words:
        if isinstance(ours, Path):
            script = re.sub(theirs, partial(_with_file, ours), script)
        else:
            script = re.sub(theirs, ours.encode(), script)
    return script


def _with_file(file: Path, found: re.Match[bytes]) -> bytes:
    """The bundle gives what it makes to a CommonJS module: in the script that is the second group."""
    start, module, end = found.groups()
    return start + b"let module=" + module + b";" + file.read_bytes() + end
