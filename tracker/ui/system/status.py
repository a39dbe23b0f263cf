"""系统状态: its rows, and what of it asks for somebody's hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from tracker.condition import BACKUP, LATE, VERIFY, Disk, Noted, disk
from tracker.queries.condition import FailedSignIns, Usage
from tracker.queries.shipped import Behind
from tracker.settings import Settings
from tracker.ui.frame import moments
from tracker.ui.frame.language import _
from tracker.ui.parts.tables import Number, Row

Ended = Mapping[str, Noted | None]
SHIPPED_WITHIN = timedelta(minutes=15)
_GIB = 2**30


def disk_of(settings: Settings) -> Disk | None:
    """None where it can't be asked."""
    try:
        return disk(settings)
    except OSError:
        return None


def concerns(
    ended: Ended,
    disk: Disk | None,
    shipped: Sequence[Behind],
    now: datetime,
    settings: Settings,
    serving: int,
) -> list[str]:
    """What the administrator should see to, a sentence each. ``serving``: processes."""
    return [
        *_of_backup(ended[BACKUP], now),
        *_of_verify(ended[VERIFY], now),
        *_of_disk(disk),
        *_of_shipping(shipped, now),
        *_of_address(settings.is_in_clear),
        *_of_processes(serving, settings.processes),
    ]


def _of_backup(backup: Noted | None, now: datetime) -> list[str]:
    if backup is None:
        return [_("还没有备份。请在服务器上运行 python -m tracker backup,并设为每天自动运行。")]
    if backup.code:
        return [_("最近一次备份没有成功。请在服务器上重新运行 python -m tracker backup,并查看其提示。")]
    if backup.is_late(now):
        return [_("已超过{hours}小时没有备份,请检查服务器上的定时任务。").format(hours=_hours(LATE))]
    return []


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def _of_verify(verify: Noted | None, now: datetime) -> list[str]:
    if verify is None:
        return [_("还没有核对过数据。请在服务器上运行 python -m tracker verify。")]
    if verify.code:
        return [_("最近一次核对没有通过。请在服务器上运行 python -m tracker verify,按其提示处理。")]
    if verify.is_late(now):
        return [_("已超过{hours}小时没有核对数据,请检查服务器上的定时任务。").format(hours=_hours(LATE))]
    return []


def _of_disk(disk: Disk | None) -> list[str]:
    if disk is None:
        return [_("读不到数据所在的磁盘,请检查服务器。")]
    return [_("磁盘空间不足,请尽快清理或扩容,否则将无法保存填报。")] if disk.is_full else []


def _of_address(is_in_clear: bool) -> list[str]:
    if not is_in_clear:
        return []
    return [_("正式地址是http开头,密码和数据在网络上可能被人看到。请配置HTTPS,并把正式地址改为https开头。")]


def _of_processes(serving: int, said: int) -> list[str]:
    if serving <= said:
        return []
    words = _(
        "有{serving}个进程正在同时使用这个账本,设置中只写了{said}个,上传文件等操作可能时好时坏。"
        "请在每个进程的设置中写明进程数和同一个密钥(TRACKER_PROCESSES、STREAMLIT_SERVER_COOKIE_SECRET)。"
    )
    return [words.format(serving=serving, said=said)]


def _of_shipping(shipped: Sequence[Behind], now: datetime) -> list[str]:
    late = [each for each in shipped if each.since is not None and now - each.since > SHIPPED_WITHIN]
    if not late:
        return []
    words = _("操作日志有{n}条超过15分钟没有外送,请检查接收日志的服务器。")
    return [words.format(n=max(each.rows for each in late))]


def concerns_html(sentences: Sequence[str]) -> str:
    if not sentences:
        return f'<p class="system-well">{escape(_("运行正常:备份、核对和磁盘都没有问题。"))}</p>'
    items = "".join(f"<li>{escape(each)}</li>" for each in sentences)
    return f'<div class="system-concerns" role="status"><ul>{items}</ul></div>'


def routine_rows(ended: Ended, disk: Disk | None, used: Usage, shipped: Sequence[Behind]) -> list[Row]:
    item, how = _("项目"), _("情况")
    shipping: list[Row] = [{item: _("操作日志外送"), how: _shipping(each)} for each in shipped]
    return [
        {item: _("最近备份"), how: _ended(ended[BACKUP], _("成功"), _("没有成功"))},
        {item: _("最近核对"), how: _ended(ended[VERIFY], _("没有不一致"), _("没有通过"))},
        {item: _("磁盘剩余"), how: _space(disk)},
        {
            item: _("在线"),
            how: _("{people}人,{n}处登录").format(people=used.people, n=used.sign_ins),
        },
        {item: _("最近一次办理"), how: moments.moment(used.written_at)},
        *shipping,
    ]


def _shipping(each: Behind) -> str:
    return _("还有{n}条没有送出").format(n=each.rows) if each.rows else _("已全部送出")


def kept_rows(settings: Settings) -> list[Row]:
    """What is kept for how long (docs/operations/retention.md)."""
    what, how_long = _("内容"), _("期限")
    log = _("由服务器的日志服务保存,期限在服务器上设定")
    if settings.log_file:
        log = _("每满{mb}MB换一个文件,保留最近{n}个").format(
            mb=settings.log_file_mb, n=settings.log_files_kept
        )
    return [
        {what: _("填报、审核、方案、会议材料"), how_long: _("长期保存,不能删除")},
        {what: _("操作日志(含登录、下载、被拒绝的操作)"), how_long: _("长期保存,不能删除")},
        {what: _("尚未提交的草稿"), how_long: _("到提交或清空为止")},
        {what: _("登录状态"), how_long: _("失效后30天清除")},
        {what: _("程序运行日志"), how_long: log},
    ]


def _ended(noted: Noted | None, well: str, badly: str) -> str:
    if noted is None:
        return _("没有记录")
    words = well if noted.code == 0 else badly
    told = _("{moment},{words}").format(moment=moments.moment(noted.at), words=words)
    if noted.code == 0 or noted.well_at is None:
        return told
    return _("{told};上次成功是{moment}").format(told=told, moment=moments.moment(noted.well_at))


def _space(disk: Disk | None) -> str:
    if disk is None:
        return _("读不到")
    return _("{free:.1f} GB,共{total:.1f} GB").format(free=disk.free / _GIB, total=disk.total / _GIB)


def failed_rows(failed: Sequence[FailedSignIns]) -> list[Row]:
    return [
        {
            _("账号"): _("不存在的账号名") if each.login is None else each.login,
            _("姓名"): each.name or "—",
            _("失败次数"): Number(str(each.tries)),
            _("来源地址数"): Number(str(each.addresses)),
            _("最近一次"): moments.moment(each.newest_at),
        }
        for each in failed
    ]


def version_rows(versions: Mapping[str, str]) -> list[Row]:
    return [{_("名称"): name, _("版本"): number} for name, number in versions.items()]
