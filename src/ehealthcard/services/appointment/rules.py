"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

SCHEDULE_SILENT = Rule(
    "SCHEDULE_SILENT",
    "The hospital's schedule gives no answer; try again, or book at the window.",
    "医院号源系统无应答，请稍后重试或到人工窗口办理。",
)
SLOT_UNKNOWN = Rule(
    "SLOT_UNKNOWN",
    "There is no such slot; look at the schedule again.",
    "号源不存在，请重新查询排班。",
)
SLOT_TAKEN = Rule(
    "SLOT_TAKEN",
    "The slot is no longer free; choose another.",
    "该号源已不可预约，请另选。",
)
SLOT_BEGUN = Rule(
    "SLOT_BEGUN",
    "The slot has begun; choose a later one.",
    "该时段已开始，请另选时段。",
)
BOOKING_BLOCKED = Rule(
    "BOOKING_BLOCKED",
    "Booking is blocked until {until} after missed appointments; come to the window "
    "on the day, or appeal.",
    "因爽约等原因限制预约至 {until}，可当日到窗口挂号或申诉。",
)
BOOKING_CLOSED = Rule(
    "BOOKING_CLOSED",
    "Booking is closed at this hour; try again in the morning.",
    "当前时段不开放预约，请在开放时间内办理。",
)
OUTSIDE_WINDOW = Rule(
    "OUTSIDE_WINDOW",
    "This day cannot be booked now; it can be {first} to {last} days ahead.",
    "该日期不在可预约范围内，可预约 {first} 至 {last} 天内的号源。",
)
AGE_AT_WINDOW = Rule(
    "AGE_AT_WINDOW",
    "Holders below {age} are not booked online; book at the window.",
    "未满 {age} 周岁不支持线上预约，请到人工窗口办理。",
)
QUOTA_REACHED = Rule(
    "QUOTA_REACHED",
    "The holder has as many bookings on that day as are allowed; choose another day.",
    "当日预约数已达上限，请另选日期。",
)
DOUBLE_BOOKED = Rule(
    "DOUBLE_BOOKED",
    "The holder has another booking at this time; choose another or cancel that one.",
    "该时段已有其他预约，请另选时段或先取消原预约。",
)
REFERRAL_REQUIRED = Rule(
    "REFERRAL_REQUIRED",
    "The slot is kept for referred patients; give the referral or choose another.",
    "该号源为转诊预留，请提供转诊单或另选。",
)
ORDER_REQUIRED = Rule(
    "ORDER_REQUIRED",
    "An examination or treatment rests on a doctor's order; add it.",
    "检查、治疗预约须有医生申请单，请补充。",
)
PREPARATION_REQUIRED = Rule(
    "PREPARATION_REQUIRED",
    "The examination needs preparation; show it and let the holder confirm it.",
    "该检查需做准备（如空腹），请告知并确认。",
)
CONTRAST_CONSENT_REQUIRED = Rule(
    "CONTRAST_CONSENT_REQUIRED",
    "Contrast medium needs the holder's consent; show the text and ask.",
    "增强检查须签署造影剂知情同意，请征得同意。",
)
PAY_NOW = Rule(
    "PAY_NOW",
    "Paying at the visit is not offered here; pay now or book at the window.",
    "此处不支持到院支付，请在线支付或到窗口办理。",
)
FEE_UNPAID = Rule(
    "FEE_UNPAID",
    "The fee is not paid yet; wait for the payment.",
    "费用尚未支付，请完成支付。",
)
PAYMENT_OPEN = Rule(
    "PAYMENT_OPEN",
    "What became of the payment is not known yet; wait for the answer.",
    "支付结果尚未确认，请等待结果。",
)
OTHER_PERSON = Rule(
    "OTHER_PERSON",
    "The booking belongs to another person; let the holder or the booker do it.",
    "该预约属于他人，请由本人或代预约人办理。",
)
CANCEL_TOO_LATE = Rule(
    "CANCEL_TOO_LATE",
    "It is too late to cancel; come, or ask at the window.",
    "已超过可取消时间，请按时就诊或咨询窗口。",
)
MOVE_TOO_LATE = Rule(
    "MOVE_TOO_LATE",
    "It is too late to change the slot; cancel, or ask at the window.",
    "已超过可改约时间，请取消或咨询窗口。",
)
NOT_COMPARABLE = Rule(
    "NOT_COMPARABLE",
    "The other slot is of another kind, level or fee; choose one of the same.",
    "所选号源的类别、级别或费用不同，请选择同级号源。",
)
OTHER_DAY = Rule(
    "OTHER_DAY",
    "The visit is on another day; come on that day.",
    "就诊日期不是今天，请在预约日期办理。",
)
DECLARATION_REQUIRED = Rule(
    "DECLARATION_REQUIRED",
    "This hospital asks for a health declaration in force; declare, then check in.",
    "本院要求就诊前完成有效的健康申报，请先申报再取号。",
)
SURVEY_REQUIRED = Rule(
    "SURVEY_REQUIRED",
    "This hospital asks for a survey in force that found nothing; fill it in, or see "
    "staff, then check in.",
    "本院要求就诊前完成有效且无异常的流行病学调查，请先填写或联系工作人员。",
)
