"""Numbers that say who or what is meant, not how many are to come: thresholds, ages, times, places."""

import re

from tracker.notice import wording
from tracker.notice.wording import Context


def is_pledged(context: Context) -> bool:
    """对于符合条件的新上项目, 承诺比例不低于50%: asked of those, not of the city."""
    return re.search(
        r"(?:承诺|自筹|出资|配套|自有资金)(?:的)?(?:比例|比重)[^,]{0,6}$", context.before
    ) is not None and (re.match(r"对于?[^,。]{2,24}的", context.earlier) is not None)


def qualifies_with_object(context: Context) -> bool:
    """对…高于5%的企业, 对年销售额500万以上营销主体: the number picks who is meant, before what they get."""
    phrase = re.search(r"(?<![针应面相绝])对(?![接口标外照象应策称比立等话抗手于])[^对]*$", context.before)
    if not phrase or re.search(r"给予|予以|增长|开展|实施|完成|最高|按", phrase[0]):
        return False
    if re.match(r"给予|予以|[补奖]|的(?:标准|比例|额度)", context.past_unit):
        return False
    if _COUNTS.fullmatch(context.unit_written) and not re.match(r"以[上下内]的", context.past_unit):
        # 对200家重点企业开展服务: how many, not which; 对工作突出的10个省给予倾斜: which
        return (
            re.search(r"对[^,]*的$", context.before) is not None
            and re.match(r"[^,]{0,8}(?:给予|予以)", context.past_unit) is not None
        )
    return re.match(
        r"(?:及?以[上下内])?+(?:的|[\u4e00-\u9fff]{2}|、[^,]{0,30}的)", context.past_unit
    ) is not None and not (re.match(r"(?:以上)?(?:开展|进行|实施)", context.past_unit))


_COUNTS = re.compile(r"[万亿]?(?:家|个|名|人|户|张|条|座|处|所|项|台|套|辆|场|人次|栋|支|批|件)")


_OBJECTS = (
    "企业|项目|主体|农户|园区|街区|机构|产业|集群|单位|装置|锅炉|电梯|医院|学校|河流|林地|水库|平台|商场|景区|产品"
    "|大户|合作社|工程|小区|企|泊位|链|楼宇|市场|老年人|老人|人员|群众|儿童|妇女|家庭|困难|居民|设施|变电站|机组|风电|光伏"
)


# 超过5亿元、10亿元、50亿元的企业: what is said of the last is said of all.
_LISTED_SUMS = re.compile(r"^(?:、\d+(?:\.\d+)?[万亿]?元)+(?=(?:及?以[上下内])?的)")


# 温室20亩以上、大棚50亩以上的
_LISTED_SIZES = re.compile(r"^及?以[上下](?:[、或和][^,、\d]{1,20}\d+(?:\.\d+)?[^,、\d]{1,6}以[上下])+(?=的)")


def is_attributive(context: Context) -> bool:
    """6000元以下的手机; 年产值超10亿元的…产业链: unit and 的 lead on to what is described."""
    if re.search(r"给予|予以|补[贴助]", context.before):
        return False
    past = _LISTED_SIZES.sub("", _LISTED_SUMS.sub("", context.past_unit))
    is_said = context.has_digits or re.search("[元亩人]$", context.unit_written) is not None
    if not is_said or not re.match(r"(?:及?以[上下内])?的", past):
        return False
    if re.search(r"(?:设立|组建|发起|成立)[^,]{0,10}规模", context.before):
        return False  # 设立总规模30亿元的基金
    if context.unit_written == "%" and re.search("覆盖[^,]{0,4}$", context.before):
        return False  # 覆盖98%的行政村
    # 完成投资5亿元以上的目标, 为5万名的…患者: what is counted is no threshold.
    return not re.match(
        r"(?:以上)?的(?:目标|任务|水平|速度|增速|要求|规模|总体|幅度|标准|比例|额度)", past
    ) and not (
        re.match(r"(?:以上)?的", past)
        and _COUNTS.fullmatch(context.unit_written)
        and (
            re.search(
                r"(?:为|新增|建成|新建|培育|完成|打造|引进|评选|培训|支持|推动)[^,]{0,6}$",
                wording.before_modifier(context),
            )
        )
    )


def is_threshold_of_size(context: Context) -> bool:
    """产值过10亿元企业2家, 营收超1000万元OPC100家: an amount that says which are counted."""
    unit = context.unit_written
    if not re.search(
        r"元$|吨$|千瓦$|平方米$|亩$|床$|张$|人$|千伏$|kV$|吨级$|公里$|%$|平方公里$|兆瓦$|MW$|蒸吨|^[厘毫]?米$|^升$|立方米$",
        unit,
    ):
        return False
    if re.search(r"日(?:供[水气热]|处理|产|发电)$", context.before) and re.match(
        r"[)\u4e00-\u9fff]", context.past_unit
    ):
        return True  # 日供水20万吨净水厂1座
    if re.search(r"(?:不发生|杜绝|遏制|防止|避免|严防)[^,]{0,6}$", context.before) and re.match(
        "及?以上", context.past_unit
    ):
        return True  # 不发生3人以上事故
    is_bound = re.search(r"(?:超|过|超过|突破|达|达到|高于|不低于|≥)$", context.before) is not None
    is_money = unit.endswith("元")
    past = context.past_unit
    if is_money and re.match(rf"(?:及?以[上下])(?:的)?[\u4e00-\u9fff“”]{{0,10}}?(?:{_OBJECTS})", past):
        return (
            not re.match(r"以上", past)
            or re.search(r"\d|[一二三四五六七八九十两]", past) is not None
            or not _acts(context)
        )
    if re.match(rf"及?以[上下][\u4e00-\u9fff]{{0,4}}(?:{_OBJECTS})(?:全部|全面|均|都|应)", past):
        return True  # 65蒸吨/小时以上燃煤锅炉全部实现
    if is_money and re.match(r"级", past):
        return True
    if re.match(r"及?以[上下][\u4e00-\u9fff]{2,10}\d+[万亿]?(?:个|家|项|座|处|条|只)", past):
        return True  # 1万平方米以上孵化空间5个
    if re.match(r"及?以[上下]\d", past):
        return True  # 其中10亿元以上6个
    if is_money and re.match(rf"(?:级)?(?:{_OBJECTS})\d", past) and not _acts(context):
        return True  # 其中10亿元楼宇3幢
    if re.search("立方米$|千瓦$|千伏安$", unit) and re.match(
        r"[\u4e00-\u9fff“”]{2,20}\d+(?:\.\d+)?[万亿]?(?:人|户|座|个|台|组|项|处)", past
    ):
        return True  # 1.86亿立方米青石河水库移民搬迁1260人
    if re.fullmatch(r"[厘毫]?米|蒸吨|升|立方米|吨", unit) and re.match(
        r"[\u4e00-\u9fff“”]{2,12}\d+[万亿]?(?:座|台|套|条|辆|个|艘|孔|块|片|处)", past
    ):
        return True  # 4.3米焦炉6座
    if is_bound or re.match(r"及?以[上下内]", past):
        # The same clause goes on to what is counted: 企业2家.
        return (
            re.match(rf"(?:及?以[上下内])?[^\d、]{{0,8}}?(?:{_OBJECTS}|OPC)[^\d、]{{0,10}}\d", past)
            is not None
        )
    return False


def _acts(context: Context) -> bool:
    """Whether the clause does something with the amount itself: 完成投资5亿元以上."""
    return (
        re.search(
            r"(?:投资|产值|收入|融资|贷款|资金|销售额|交易额|规模|总额)[^,]{0,4}$",
            wording.before_modifier(context),
        )
        is not None
    )


def is_age_or_size_class(context: Context) -> bool:
    """500吨级及以上泊位, 20年以上住宅老旧电梯, 15-20年, 60岁以上老年人, 110千伏变电站."""
    return (
        re.match(
            r"(?:[万千百]?吨级|年以[上下]|周?岁|千伏|kV|升及?以[上下])",
            context.text[context.amount_end : context.amount_end + 4],
        )
        is not None
        and not re.search(r"寿命|年龄|增容|容量", context.before)
    ) or re.fullmatch(r"\d+[-—~至]\d+年", context.written) is not None


def is_bare_myriad(context: Context) -> bool:
    """超亿美元外资大项目, 亿元以上农业项目: a sum without digits sets a size, not an amount to reach."""
    return re.fullmatch(r"[十百千]?[万亿]|百亿|千亿|万亿", context.written) is not None and (
        re.match(r"[美欧]?元|级|斤|吨|人|亩", context.after) is not None
    )


def is_of_an_order(context: Context) -> bool:
    """对获前3名的项目, 末3名乡镇: a place in an order."""
    return (
        context.unit_written in ("名", "位")
        and re.search(r"(?:前|(?<!博士)后|末|倒数|排名)$", context.before) is not None
    )


def is_since_an_event(context: Context) -> bool:
    """离校5年内高校毕业生, 注册满2年: whom it is about."""
    return re.fullmatch(_TIME, context.unit_written) is not None and (
        re.search(
            r"(?:离校|毕业|注册|成立|登记|退役|回国|入职|取得证书)(?:未满|不满|满|未?超过)?$", context.before
        )
        is not None
    )


_TIME = r"年|个?月|天|日|个?工作日|小时|分钟|周"


def is_period_of_time(context: Context) -> bool:
    """离校5年内, 有效期2年, 满6个月: a length of time that is no aim; 审批时限压缩至3个工作日 is one."""
    if re.fullmatch(_TIME, context.unit_written) is None:
        return False
    return (
        re.search(
            r"压缩|缩短|延长[到至]|(?:审批|办理|办结|流程|通关|停电|审理)[^,]*(?:不超过|不高于|不大于|≤)|(?:时长|周期)[^,]{0,4}$|平均|等候|等待|到场|耗时|提速|时限|时间(?:控制|缩短|压|不超过|不多于|不高于|小于)|(?:开放|服务|运行|运营)时间|停留时间|控制在|寿命|用时|年限达|时长|学时|服务时长|天数|日数|时延|降至|提升至",
            context.before,
        )
        is None
    )


def is_within_a_time(context: Context) -> bool:
    """30日内, 5个工作日内: by when somebody has to act."""
    return re.match(
        r"(?:个?工作日|日|天|个月|小时|年)(?:以|之)?内",
        context.text[context.amount_end : context.amount_end + 8],
    ) is not None and (re.search(r"压缩|缩短|控制|压减|平均|[降减]至|降到", context.before) is None)


def is_limited_choice(context: Context) -> bool:
    """每年遴选不超过20个: how many get support at most."""
    return re.search(
        r"(?:遴选|评选|择优|支持|资助|认定|推荐|奖励)[^,]{0,8}(?:不超过|最多|不多于|限)$", context.before
    ) is not None and (_COUNTS.fullmatch(context.unit_written) is not None)


def is_of_each(context: Context) -> bool:
    """单个社区可提供不少于100个工位: what each of them has to be."""
    return (
        re.match(r"(?:且|并|原则上)?单[个家户项体笔]", context.words) is not None
        or re.search(r"每[支个家所处座户队栋](?:面积|规模|不少于|不低于)?$", context.before) is not None
    )


def is_of_a_duty(context: Context) -> bool:
    """每名班子成员联系企业5家, 每人不少于90学时, 每学期不少于4次: what each has to do."""
    if context.unit_written == "次" and re.search(r"为[^,]*\d[^,]*(?:名|人|户|家|对)[^,]*$", context.before):
        return True  # 为2.3万名老年人免费体检1次
    return (
        re.search(
            r"每[名位个](?:班子|领导|干部|党员|成员|处级|科级|机关|责任|委员|代表)[^,]{0,16}$", context.before
        )
        is not None
    ) or (
        re.search(
            r"每(?:学期|学年|人|个?(?:乡镇|镇|街道|村|社区))[^,]{0,12}(?:不少于|不低于|至少)$", context.before
        )
        is not None
        and re.fullmatch(rf"个|次|课时|学时|篇|场|节|{_TIME}", context.unit_written) is not None
    )


def is_of_an_assessment(context: Context) -> bool:
    """定量任务占70分, 占年度绩效的30%, 连续2次未完成, 排名后3位: how work is judged, not what is aimed at."""
    before = context.before
    if re.search(r"连续$", before):
        # 连续3年在规的再奖励 says who; 连续3年给予奖励 how long.
        is_given = re.match(
            r"(?:次|个?季度|个?月|年)(?:内)?(?:给予|予以|补|奖|享受|每|按|减|免|资助|支持|$)", context.after
        ) or re.search(r"给予|补贴|补助|奖励|资助|减免", before)
        return re.match(r"次|个?季度|个?月|年", context.after) is not None and not (
            is_given and re.search(r"给予|补|奖|资助|减|免|支持|享受", context.words)
        )
    if re.search(r"(?:优秀|优良等次|评优)[^,]{0,6}(?:比例|名额|等次)[^,]{0,6}$", before):
        return True
    if re.search(r"每[低高少多超差晚](?:于|出|完成)?$", before):
        return True  # 每低1个百分点扣0.5分
    if context.unit_written == "分":
        if before.endswith("(") or re.match("及?以[上下](?:的|为|不)", context.past_unit):
            return True  # 依法行政(15分), 60分以下为不合格
        return (
            re.search(r"(?:占|加|扣|计|记|减|得|总分|满分|[扣加减得][分除减][^,]{0,8})$", before) is not None
        )
    return (
        context.unit_written == "%"
        and re.search(r"占[^,]{0,10}(?:绩效|考核|评分|总分|总成绩)[^,]{0,6}$", before) is not None
    )


def is_of_copies(context: Context) -> bool:
    """一式3份, 各执1份."""
    return context.unit_written == "份" and re.search(r"(?:一式|各执|各存|各持)$", context.before) is not None


def is_along_a_way(context: Context) -> bool:
    """沙河口至石浦60公里航道整治: which stretch; 轨道站点50米内接驳率: how near."""
    if not re.fullmatch(r"公里|千米|km|米", context.unit_written):
        return False
    if re.match(r"(?:以|之)?内[^,]{0,8}(?:率|覆盖|可达)", context.past_unit):
        return True
    if context.unit_written == "米" and re.match(r"及?以[上下内][\u4e00-\u9fff]{2}", context.past_unit):
        return True  # 300米以下低空
    return (
        re.search(r"[\u4e00-\u9fff]{2}至[\u4e00-\u9fff]{2,6}$", context.before) is not None
        and re.match(r"[\u4e00-\u9fff]{2}", context.past_unit) is not None
        and not re.search(r"(?:[高升加展低少短大到])至", context.before)
    )


def is_frequency(context: Context) -> bool:
    """每季度召开1次调度会."""
    return re.search(r"每(?:个)?(?:季度|月|周|半年)[^,]{0,8}$", context.before) is not None and (
        context.unit_written in ("次", "期", "场次")
    )
