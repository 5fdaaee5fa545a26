"""What a contract's rules say when they say no."""

from ehealthcard.workflow import Rule

CONTRACT_EXISTS = Rule(
    "CONTRACT_EXISTS",
    "The resident has a family doctor; one at a time. Change the team or end it first.",
    "该居民已签约家庭医生，同一时间只能签约一个团队，请先改签或解约。",
)
CONTRACT_TERM = Rule(
    "CONTRACT_TERM",
    "A contract runs for {least} to {most} months; choose a term of that length.",
    "签约周期须为{least}至{most}个月，请重新选择。",
)
CONTRACT_RESIDENT_ONLY = Rule(
    "CONTRACT_RESIDENT_ONLY",
    "Only the resident, the guardian or the team may do this; a grant lets somebody "
    "see the contract and take a request back.",
    "仅居民本人、监护人或签约团队可以办理；受托人仅可查看协议、撤回申请。",
    traced=True,
)
CONTRACT_GUARDIAN_REQUIRED = Rule(
    "CONTRACT_GUARDIAN_REQUIRED",
    "A minor's contract is signed by the guardian.",
    "未成年人签约须由监护人签署。",
)
AGREEMENT_UNREAD = Rule(
    "AGREEMENT_UNREAD",
    "Both sides read the agreement before they sign it.",
    "双方须阅读协议书后方可签署。",
)
TEAM_OUT_OF_AREA = Rule(
    "TEAM_OUT_OF_AREA",
    "The team does not serve this area; choose one that does.",
    "该团队不服务于所在区域，请另选团队。",
)
TEAM_FULL = Rule(
    "TEAM_FULL",
    "The team has signed with as many residents as it can care for.",
    "该团队签约人数已满，请另选团队。",
)
TEAM_OTHER = Rule(
    "TEAM_OTHER",
    "The contract is another institution's; its own team acts.",
    "该签约属于其他机构，请由签约团队办理。",
)
NOT_IN_RENEWAL = Rule(
    "CONTRACT_NOT_IN_RENEWAL",
    "It can be renewed or changed in the last {days} days of its term.",
    "仅可在到期前{days}天内续约或改签；提前改签须原团队同意。",
)
SAME_TEAM = Rule(
    "CONTRACT_SAME_TEAM",
    "This is the team that the resident has; renew instead.",
    "所选团队即为当前签约团队，请办理续约。",
)
REASON_NOT_OWN = Rule(
    "CONTRACT_REASON",
    "A resident ends it by own wish; other reasons are the team's to state.",
    "居民仅可以本人要求为由解约，其他原因由签约团队填写。",
)
ITEM_UNKNOWN = Rule(
    "CONTRACT_ITEM_UNKNOWN",
    "The packs hold no such service.",
    "服务包中没有该项目。",
)
ITEM_SPENT = Rule(
    "CONTRACT_ITEM_SPENT",
    "The service was given as often as was agreed for this term.",
    "该项目本签约周期的次数已用完。",
)
