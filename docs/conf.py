"""How the site is built: ``make docs``. Nothing in it asks the network for anything."""

import sys
from enum import EnumMeta
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import stringify_annotation

from ehealthcard.services.admission_scan import AdmissionScan, AdmissionScanCommand

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "ehealthcard"
author = "the ehealthcard authors"
project_copyright = author
language = "en"

extensions = [
    "mermaid_svg",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build", "_ext", "_generator"]
suppress_warnings = ["toc.empty_glob"]  # docs/adr/ may be empty

myst_enable_extensions = ["colon_fence", "deflist"]
myst_fence_as_directive = ["mermaid"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "exclude-members": "model_config"}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
python_maximum_signature_line_length = 72
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = "ehealthcard"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": (
            "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, "
            "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', "
            "'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif"
        ),
        "font-stack--monospace": (
            "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, "
            "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', "
            "'Microsoft YaHei', monospace"
        ),
        "color-brand-primary": "#1f5f85",
        "color-brand-content": "#1f5f85",
    },
    "dark_css_variables": {
        "color-brand-primary": "#7cb8dc",
        "color-brand-content": "#7cb8dc",
    },
}

ALIASES = {
    stringify_annotation(AdmissionScan, "smart"): "AdmissionScan",
    stringify_annotation(AdmissionScanCommand, "smart"): "AdmissionScanCommand",
}
"""Unions that have a name; in a signature the name says more."""


_PLAIN: dict[str, list[str]] = {}


def setup(app: Sphinx) -> None:
    """Mend what autodoc and napoleon make of our docstrings."""
    app.connect("autodoc-process-signature", _sign)
    app.connect("autodoc-process-docstring", _keep, priority=1)
    app.connect("autodoc-process-docstring", _put_back, priority=999)


def _sign(*event: Any) -> tuple[str | None, str | None]:  # noqa: ANN401  # as Sphinx calls it
    """Say the names of unions; a protocol or an enumeration is not called."""
    _, _, _, documented, _, arguments, returned = event
    if isinstance(documented, EnumMeta) or getattr(documented, "_is_protocol", False):
        return "", None
    return _short(arguments), _short(returned)


def _short(signature: str | None) -> str | None:
    for union, name in ALIASES.items():
        signature = signature and signature.replace(union, name)
    return signature


def _keep(*event: Any) -> None:  # noqa: ANN401  # as Sphinx calls it
    """Remember an attribute's sentence: napoleon takes a colon in it for a type."""
    _, what, name, _, _, lines = event
    if what in ("attribute", "data", "property") and "Raises:" not in lines:
        _PLAIN[name] = list(lines)


def _put_back(*event: Any) -> None:  # noqa: ANN401  # as Sphinx calls it
    _, _, name, _, _, lines = event
    if name in _PLAIN:
        lines[:] = _PLAIN.pop(name)
