"""Who looks over what tests have done."""

from ehealthcard import Actor

AUDITOR = Actor("auditor-1", {"auditor"}, org="H1")
