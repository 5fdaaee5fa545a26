"""Names of what happened (事件名称): they tell neither who nor which disease."""

from hashlib import sha256


def happening(what: str, *parts: object) -> str:
    """Return a name for *what* happened; nobody reads *parts* from it."""
    seed = "\0".join(map(str, parts)).encode()
    return f"{what}:{sha256(seed).hexdigest()[:32]}"
