"""Forms for people's eyes: enough to recognise, too little to use (脱敏)."""

STAR = "*"


def mask_number(number: str) -> str:
    """Return a document number with its middle hidden.

    Citizen numbers keep six and four characters, as is usual; others keep a quarter,
    at most four, at each end.
    """
    if len(number) == 18:  # noqa: PLR2004  # GB 11643
        return _hide(number, 6, 4)
    ends = min(4, len(number) // 4)
    return _hide(number, ends, ends)


def mask_name(name: str) -> str:
    """Return a name with all but its first and last character hidden.

    A name of two characters keeps the first: 张*, 张*丰.
    """
    return _hide(name, 1, 1 if len(name) > 2 else 0)  # noqa: PLR2004  # see above


def mask_phone(phone: str) -> str:
    """Return a phone number with three and four digits left."""
    return _hide(phone, 3, 4) if len(phone) > 8 else _hide(phone, 0, 2)  # noqa: PLR2004


def _hide(text: str, first: int, last: int) -> str:
    end = len(text) - last
    return text[:first] + STAR * max(end - first, 1) + text[end:]
