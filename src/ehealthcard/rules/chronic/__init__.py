"""Chronic disease (慢性病): national tables for blood pressure, glucose and old age.

Sources are the national basic public health service specifications, third edition
(国家基本公共卫生服务规范), as far as excerpts of them could be read, and a county
system in production; each module names its own. The guide (§4.6.5) names no number.
"""
