"""What a number is, by rule; and what the words around it make of it."""

from decimal import Decimal

import pytest

from tracker.domain.measure.target import Kind, Operator
from tracker.notice.normalise import Span
from tracker.notice.numbers import scan_numbers
from tracker.notice.readings import Proposal, ProposedTerms, ReadingKind, classify

R, K, O = ReadingKind, Kind, Operator  # noqa: E741 - short names keep the tables readable


def proposed(marked: str) -> Proposal:
    """The proposal for the number between [[ and ]]; the scanner must see just that number."""
    before, number, after = marked.replace("]]", "[[").split("[[")
    text = f"\n{before}{number}{after}。\n"
    span = Span(1 + len(before), 1 + len(before) + len(number))
    assert span in scan_numbers(text)
    return classify(text, span)


def terms_of(marked: str) -> ProposedTerms:
    terms = proposed(marked).terms
    assert terms is not None
    return terms


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("新增高新技术企业[[100]]家", R.TARGET),
        ("组织[[600]]家次以上企业", R.TARGET),
        ("力争[[5]]个以上项目纳入国家用地保障范围", R.TARGET),
        ("要素保障在“3个70%”的基础上提升至“[[3个80%]]”", R.TARGET),
        ("要素保障在“[[3个70%]]”的基础上提升至“3个80%”", R.REFERENCE),
        ("2025年,市级财政预算安排[[36.71亿]]元,其中,科技创新投入5.98亿元", R.BUDGET),
        ("2025年,市级财政预算安排36.71亿元,其中,科技创新投入[[5.98亿]]元", R.BUDGET),
        ("市级财政预算安排资金35.75亿元。其中,教育发展资金[[29.38亿]]元", R.BUDGET),
        ("力争完成综合交通投资[[16亿]]元以上", R.TARGET),
        ("新认定的给予每家[[100万]]元补助", R.STANDARD),
        ("同一主体最高给予[[50万]]元奖励", R.STANDARD),
        ("一级、二级能效家电分别按[[20%]]、15%补贴", R.STANDARD),
        ("家电补贴扩围至[[24]]类", R.STANDARD),
        ("施行通行费[[八五]]折优惠政策", R.STANDARD),
        ("享受所得税“[[两免三减半]]”", R.STANDARD),
        ("享受所得税“[[五免后减按10%]]”优惠政策", R.STANDARD),
        ("对自行投保企业予以实际支付保费[[60%]]以内的保费支持", R.STANDARD),
        ("对年销售额[[500万]]以上营销主体给予奖励", R.CONDITION),
        ("对研发费用占营收比重高于[[5%]]的企业", R.CONDITION),
        ("单品售价[[6000]]元以下的手机", R.CONDITION),
        ("3条年产值超[[10亿]]元的全产业链", R.CONDITION),
        ("招引超[[亿]]美元外资大项目5个以上", R.CONDITION),
        ("新招引[[亿]]元以上农业项目5个", R.CONDITION),
        ("新增内河[[500]]吨级及以上泊位10个以上", R.CONDITION),
        ("[[15-20年]]住宅老旧电梯能换尽换", R.CONDITION),
        ("债务率不超过[[60%]]", R.TARGET),
        ("其他家庭老年人等[[三]]类对象", R.CONDITION),
        ("围绕“[[241]]”先进制造业集群", R.NAME),
        ("国家[[5A]]级景区", R.NAME),
        ("打造“[[一镇一品]]”特色村游", R.NAME),
        ("十六届市政府第[[59]]次常务会议", R.NAME),
        ("若干政策([[2025年]]版)", R.NAME),
        ("承办[[2025]]海宁追潮马拉松", R.NAME),
        ("[[万]]名基层医生进修三年行动", R.NAME),
        ("[[百千万]]永久基本农田集中连片整治", R.NAME),
        ("[[2025年]],新增企业1家", R.DATE),
        ("工商业电价较[[2024年]]下降3分/千瓦时", R.REFERENCE),
        ("聚焦生命健康、未来能源[[三]]大领域", R.REFERENCE),
        ("每[[万]]名老年人口拥有床位数20张", R.REFERENCE),
        ("退出[[4.3]]米焦炉6座", R.CONDITION),
        ("[[65]]蒸吨/小时以上燃煤锅炉全部实现超低排放", R.CONDITION),
        ("购买[[2.0]]升及以下排量乘用车", R.CONDITION),
        ("营收首次超过[[5亿]]元、10亿元的企业", R.CONDITION),
        ("末[[3]]名乡镇在全县通报", R.CONDITION),
        ("离校[[5]]年内高校毕业生创办企业", R.CONDITION),
        ("每位消费者每类产品补贴[[1]]件", R.STANDARD),
        ("补助标准由每人每年[[610]]元提高到640元", R.REFERENCE),
        ("补助标准由每人每年610元提高到[[640]]元", R.TARGET),
        ("担保平均费率降至[[0.8%]]以下", R.TARGET),
        ("到2027年累计更新设备[[20万]]台(套)", R.TARGET),
        ("除险加固小([[2]])型水库8座", R.NAME),
        ("党的[[二十]]大精神", R.NAME),
        ("上述[[8]]个领域政策", R.REFERENCE),
    ],
)
def test_a_number_is_read_as_what_its_surroundings_say(marked: str, kind: ReadingKind) -> None:
    assert proposed(marked).kind is kind


@pytest.mark.parametrize(
    ("marked", "wording", "operator"),
    [
        ("协同创新项目[[20]]项以上", "以上", O.AT_LEAST),
        ("低保年标准不低于[[14100]]元", "不低于", O.AT_LEAST),
        ("确保支出[[75%]]以上用于民生领域", "确保…以上", O.AT_LEAST),
        ("营收达到[[6000万]]元", "达到", O.AT_LEAST),
        ("新增企业[[100]]家", "", O.AT_LEAST),
        ("完成综合治理[[19]]公里", "", O.AT_LEAST),
        ("吞吐量超过[[36万]]标箱", "超过", O.MORE_THAN),
        ("供给超[[160亿]]千瓦时", "超", O.MORE_THAN),
        ("年接待游客突破[[200万]]人次", "突破", O.MORE_THAN),
        ("抓好重大建设项目[[500]]个左右", "左右", O.ABOUT),
        ("电价较2024年下降[[3]]分/千瓦时以上", "下降…以上", O.AT_LEAST),
        ("保障提升至“[[3个80%]]”", "提升至", O.AT_LEAST),
    ],
)
def test_the_modifier_keeps_its_words_and_gives_the_operator(
    marked: str, wording: str, operator: Operator
) -> None:
    terms = terms_of(marked)
    assert (terms.wording, terms.operator) == (wording, operator)


@pytest.mark.parametrize(
    ("marked", "value", "unit"),
    [
        ("吞吐量超过[[36万]]标箱", "36", "万标箱"),
        ("更新[[1000]]台(套)以上", "1000", "台(套)"),
        ("新筹集住房[[3012]]套(间)", "3012", "套(间)"),
        ("交易电量超[[125亿]]千瓦时", "125", "亿千瓦时"),
        ("天然气供应超[[3.5亿]]方", "3.5", "亿方"),
        ("新建高标准农田[[1.5万]]亩以上", "1.5", "万亩"),
        ("电价下降[[3]]分/千瓦时以上", "3", "分/千瓦时"),
        ("力争每万名老年人口拥有床位数[[20]]张", "20", "张/万名"),
        ("年接待游客突破[[200万]]人次", "200", "万人次"),
        ("出口额增长[[20%]]以上", "20", "%"),
        ("组织[[600]]家次以上企业", "600", "家次"),
    ],
)
def test_the_value_is_in_the_unit_of_measure_as_written(marked: str, value: str, unit: str) -> None:
    terms = terms_of(marked)
    assert (terms.value, terms.unit_of_measure) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        ("新增企业[[100]]家", K.RUNNING_TOTAL),
        ("累计培育重点村[[9]]个", K.STOCK),
        ("低保年标准不低于[[14100]]元", K.LEVEL),
        ("每万名老年人口拥有床位数[[20]]张", K.STOCK),
        ("电价下降[[3]]分/千瓦时以上", K.STOCK),
        ("新建高标准农田[[1.5万]]亩以上", K.RUNNING_TOTAL),
        ("出口额同比增长[[20%]]以上", K.RATE),
        ("市级财政预算安排[[1.31亿]]元", K.BUDGET),
        ("规上工业企业突破[[1300]]家", K.STOCK),
        ("新增规上工业企业突破[[130]]家", K.RUNNING_TOTAL),
        ("龙头企业由30家增加到[[50]]家", K.STOCK),
        ("累计培育重点村9个,引育运营团队[[9]]支", K.STOCK),
        ("累计培育重点村9个,完成治理[[19]]公里", K.RUNNING_TOTAL),
        ("累计完成投资[[24亿]]元", K.RUNNING_TOTAL),
        ("高新技术企业保有量达到[[760]]家", K.STOCK),
        ("年末存栏100万只、出栏[[58万]]只", K.RUNNING_TOTAL),
        ("贷款余额突破[[30亿]]元", K.STOCK),
        ("技术合同成交额达到[[135亿]]元", K.RUNNING_TOTAL),
        ("年接待游客突破[[200万]]人次", K.RUNNING_TOTAL),
        ("抓好重大建设项目[[500]]个左右", K.STOCK),
        ("实施技术改造项目[[50]]个", K.RUNNING_TOTAL),
        ("培优做强花卉等[[3]]条全产业链", K.STOCK),
        ("审批时限压缩至[[3]]个工作日", K.STOCK),
        ("办结时限不超过[[5]]个工作日", K.LEVEL),
        ("压减焦炭产能[[180万]]吨", K.RUNNING_TOTAL),
        ("自来水普及率由88%提高到[[92%]]", K.STOCK),
        ("自来水普及率达到[[92%]]", K.LEVEL),
        ("制造业增加值占比达到[[30%]]", K.LEVEL),
        ("民间投资占比提高[[2]]个百分点", K.RATE),
        ("全员劳动生产率达到[[28万]]元/人", K.LEVEL),
    ],
)
def test_the_kind_says_how_figures_behave(marked: str, kind: Kind) -> None:
    assert terms_of(marked).kind is kind


def test_stretch_counts_in_its_own_clause_only() -> None:
    assert terms_of("力争实施更新项目[[2]]个以上,保障供给超160亿千瓦时").is_stretch
    assert not terms_of("力争实施更新项目2个以上,保障供给超[[160亿]]千瓦时").is_stretch
    assert terms_of("全年争取招引外资大项目[[5]]个以上").is_stretch


def test_a_reduction_is_a_positive_amount() -> None:
    terms = terms_of("电价较2024年下降[[3]]分/千瓦时以上")
    assert terms.is_reduction
    assert terms.value == 3
    assert not terms_of("新增企业[[100]]家").is_reduction


def test_full_width_punctuation_is_read_alike() -> None:
    terms = terms_of("力争实施更新项目2个以上\uff0c更新[[1000]]台\uff08套\uff09以上")
    assert (terms.unit_of_measure, terms.wording, terms.is_stretch) == ("台\uff08套\uff09", "以上", False)


def test_what_no_rule_knows_is_left_to_a_person() -> None:
    assert proposed("聚焦办好[[十]]方面民生实事").reason == "待人工判断"


def test_every_kind_has_a_word() -> None:
    assert [kind.word for kind in ReadingKind] == [
        "目标",
        "预算",
        "补助标准",
        "认定条件",
        "名称",
        "日期",
        "对照",
        "阶段值",
        "待定",
    ]
