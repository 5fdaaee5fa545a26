"""All input and output: storage, gates, other systems.

An adapter imports its library at its own top and is imported only by who uses it.
"""
