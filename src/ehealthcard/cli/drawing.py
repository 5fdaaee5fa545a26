"""Pictures of machines (extra ``docs``)."""

from ehealthcard.extras import needs

with needs("docs"):
    import mermaidx  # type: ignore[import-untyped]  # it ships no types


def svg_of(text: str) -> str:
    """Return the picture of a Mermaid *text* as SVG, drawn without a browser."""
    return str(mermaidx.render(text).svg())  # pyright: ignore[reportUnknownMemberType]  # the same
