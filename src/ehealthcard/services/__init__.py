"""The guide's services, one room each; :mod:`.catalogue` has them all.

Services never import one another. What they share is in :mod:`ehealthcard.rules`.
"""
