"""What the law makes a hospital keep, also after an erasure (法定保存期限)."""

from ehealthcard.models import Model


class Kept(Model):
    """One class of records and how long it stays."""

    what: str
    zh: str
    years: float
    source: str


RETENTION = (
    Kept(
        what="outpatient records, from the last visit",
        zh="门（急）诊病历，自最后一次就诊起",
        years=15,
        source="医疗机构病历管理规定 art. 29",
    ),
    Kept(
        what="inpatient records, from the last discharge",
        zh="住院病历，自最后一次出院起",
        years=30,
        source="医疗机构病历管理规定 art. 29",
    ),
    Kept(
        what="network logs",
        zh="网络日志",
        years=0.5,
        source="网络安全法 art. 21",
    ),
    Kept(
        what="records of sharing, entrusting and impact assessments",
        zh="个人信息共享、委托处理记录与影响评估报告",
        years=3,
        source="PIPL art. 56; 网络数据安全管理条例 art. 12",
    ),
    Kept(
        what="recordings of emergency calls",
        zh="急救呼叫录音",
        years=2,
        source="院前医疗急救管理办法 (recalled)",
    ),
)
"""The terms this project goes by; the article of the record rules is recalled."""
