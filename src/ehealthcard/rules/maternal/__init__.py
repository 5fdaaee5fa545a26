"""Mother and child (母子健康): the codes, forms and lists of the national programme.

Sources are the national basic public health service specifications, third edition, as
far as excerpts could be read (MAT-3, CHILD), and a county system in production (BSOFT);
each module names its own. When somebody is seen: :mod:`ehealthcard.rules.schedule`.
"""
