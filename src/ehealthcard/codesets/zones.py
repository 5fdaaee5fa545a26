"""The one time zone of all wall-clock rules."""

from datetime import timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China's time: UTC+8 and no daylight saving since 1991 (北京时间)."""
