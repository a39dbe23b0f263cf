"""The words of 使用说明: questions that people of each role ask, and short answers.

In braces stand the words of the plan's rhythm.
"""

from collections.abc import Mapping

from tracker.domain.access import Role
from tracker.domain.language import marked

Answers = tuple[tuple[str, str], ...]

_FIGURES: Answers = (
    (
        marked("“时序进度”是什么?"),
        marked(
            "数据所到的月份占全年的比例,1—9月为75%。只用于按月推进的累计量和预算;水平类、比率类直接与目标值对照。"
        ),
    ),
    (
        marked("“应报”和“应达”有什么不同?"),
        marked(
            "应报是本期要填报的目标,用来算上报率;应达是到期末应当已有进度的目标,用来算达时序率。没有填报的不算达时序。"
        ),
    ),
    (
        marked("某个数是怎么算出来的?"),
        marked("点数字旁的“怎么算”,可以看到代入这项目标数字的算式、判定规则和原文。"),
    ),
)
_CLERK: Answers = (
    (
        marked("每个{noun}要做什么?"),
        marked(
            "打开“填报”,先办“要办”里的各项:填累计数、数据截至月份、进展情况;落后的还要填存在问题和下一步措施,可附佐证材料,然后提交。"
        ),
    ),
    (
        marked("填的是{this}数还是累计数?"),
        marked("都填1月起的累计数,{september}填1—9月。与{last}相比的增加数由系统算出,边填边显示。"),
    ),
    (
        marked("没填完可以先离开吗?"),
        marked("可以。填写的内容随时自动保存为草稿,换一台电脑登录也能接着填;只有点了提交才会送审。"),
    ),
    (
        marked("数据还没出来怎么办?"),
        marked("可以先按以前月份的数据填报并说明原因,会列为“未更新”,不作判定;数据出来后再报一次。"),
    ),
    (
        marked("提交后发现错了怎么办?"),
        marked("审核前可以撤回修改;审核通过后直接再填一次并写明更正理由,原值和新值都会留存。"),
    ),
    (
        marked("目标本身要改怎么办?"),
        marked("目标由会议或文件调整的,在“目标—变更—目标调整”提出申请;对原文理解有误的,联系市府办作勘误。"),
    ),
    (
        marked("需要市里协调怎么办?"),
        marked("在“事项”里提请协调,写明困难和请求;议定后会通知责任单位并限期办理。"),
    ),
)
_HEAD: Answers = (
    (
        marked("我要确认什么?"),
        marked(
            "市里启用“单位负责人确认”后,本单位提交的数据先由您确认再送审;在“填报—负责人确认”里同意,或写明意见退回。"
        ),
    ),
    (marked("怎样看本单位的进度?"), marked("“总览”只列本单位牵头或配合的目标,点数字可打开清单。")),
)
_REVIEWER: Answers = (
    (
        marked("每个{noun}的顺序是什么?"),
        marked(
            "设定填报时间,催报,逐项审核,研究需协调事项,定稿会议材料。左侧各入口旁的数字是等您处理的件数。"
        ),
    ),
    (
        marked("新方案怎样开始,旧方案怎样结束?"),
        marked(
            "草案在“方案”里由起草人以外的人核对后发布,各部门才看得到;年度结束后写明理由结束,各页和文件仍可查看,需要时可恢复执行。"
        ),
    ),
    (
        marked("审核时看什么?"),
        marked(
            "有提示的排在前面:异议、数据截至月份、前后不符、集中发生等。核定值与上报值不同的,写明依据;不实的退回并指出要改的栏目。"
        ),
    ),
    (
        marked("怎样催报?"),
        marked("“催办”列出未报的单位和目标,消息已写好,可以发送或复制;发送过的会留下记录。"),
    ),
    (
        marked("会上用的材料从哪里来?"),
        marked("在“会议”里定稿一期材料,通报、幻灯片、进度表等由同一份数据生成;定稿后不再变化,可与上次对比。"),
    ),
    (
        marked("过去某一天的情况怎么看?"),
        marked("点右上角“截至现在”,选一个日期,各页就显示那一天24时系统中的情况。"),
    ),
)
_LEADER: Answers = (
    (
        marked("先看什么?"),
        marked(
            "“总览”第一行是结论,下面按状态计数;“落后最多的10项”按实际与应达之比由低到高排列,点开可看原因和下一步措施。"
        ),
    ),
    (
        marked("颜色代表什么?"),
        marked(
            "红色方块是滞后,黄色三角是稍慢,绿色是达时序或已完成;空心的是还没有判定的。颜色旁总有形状和文字。"
        ),
    ),
    (
        marked("会上怎样投影?"),
        marked("打开“投影”,用方向键或翻页笔换屏,按Esc返回。"),
    ),
)
_ADMINISTRATOR: Answers = (
    (
        marked("新增一个人怎么办?"),
        marked(
            "在“管理—账号”新建账号,把生成的密码设置链接交给本人;链接只能用一次。停用账号后,其登录立即失效。"
        ),
    ),
    (
        marked("填报人换了怎么办?"),
        marked("在“工作交接”里选择单位,可以打印交接清单,并把账号移交给接手人。"),
    ),
    (
        marked("判定规则能改吗?"),
        marked("在“管理—判定规则”修改,保存前可以预览哪些目标和单位的判定会变;已定稿的材料不变。"),
    ),
    (
        marked("谁做过什么在哪里查?"),
        marked("“管理—操作日志”记下每一步,首尾相连,改动会被发现;可按日期、人、单位筛选并导出。"),
    ),
)
HELP: Mapping[Role, Answers] = {
    Role.CLERK: _CLERK + _FIGURES,
    Role.HEAD: _HEAD + _FIGURES,
    Role.REVIEWER: _REVIEWER + _FIGURES,
    Role.LEADER: _LEADER + _FIGURES,
    Role.ADMINISTRATOR: _ADMINISTRATOR + _FIGURES,
}
