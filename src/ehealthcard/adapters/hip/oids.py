"""Domains of identifiers and codes (对象标识符), as vendors' templates have them."""

ID_CARD = "2.16.156.10011.1.3"
"""居民身份证号."""

PATIENT = "2.16.156.10011.2.5.1.4"
"""患者本地标识: the number in the HIS."""

CARD = "2.16.156.10011.2.5.1.6"
"""就诊卡号: an encounter card's number, here the electronic health card's ID."""

HEALTH_CARD = "2.16.156.10011.1.19"
"""健康卡号, beside a patient's other numbers in an order."""

OUTPATIENT = "2.16.156.10011.1.11"
"""门急诊号."""

INPATIENT = "2.16.156.10011.1.12"
"""住院号."""

VISIT = "2.16.156.10011.2.5.1.9"
"""就诊流水号."""

SEX = "2.16.156.10011.2.3.3.4"
"""GB/T 2261.1."""

ORG, DEPARTMENT = "2.16.156.10011.1.5", "2.16.156.10011.1.26"
WARD, ROOM, BED = (f"2.16.156.10011.1.{n}" for n in (27, 21, 22))
STAFF = "2.16.156.10011.1.4"
SETTING = "2.16.156.10011.2.3.1.271"
"""患者类型代码: 1 outpatient, 2 emergency, 3 inpatient, 9 other."""

ORDER = "2.16.156.10011.1.28"
"""医嘱号."""

ORDER_KIND = "2.16.156.10011.2.3.1.268"
"""医嘱项目类型代码."""

APPLICATION, SPECIMEN = "2.16.156.10011.1.24", "2.16.156.10011.1.14"
"""电子申请单编号; 标本号."""

SLOT, SLOT_LEVEL, SLOT_WAY = (f"2.16.156.10011.2.5.1.{n}" for n in (20, 21, 22))
"""号源; 资源级别代码; 排班资源类型代码."""

APPOINTMENT, APPOINTMENT_STATUS = (f"2.16.156.10011.2.5.1.{n}" for n in (29, 30))
"""预约; 门诊预约状态代码."""

SPECIALITY = "2.16.156.10011.2.3.2.62"
"""医疗卫生机构业务科室分类与代码."""
