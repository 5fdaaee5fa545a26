"""A hospital's client of the open platform, as it was written before there was an SDK.

It knows the platform's address, its signature and two calls, and nothing of us.
"""

import base64
import hashlib
import json
import time
import uuid
from typing import Any

import httpx


class OldClient:
    """Calls the open platform."""

    def __init__(self, base: str, app_id: str, secret: str, hospital: str) -> None:
        self.base, self.app_id = base, app_id
        self.secret, self.hospital = secret, hospital
        self.token = ""

    def login(self) -> None:
        """Fetch a token."""
        path = "/rest/auth/HealthCard/HealthOpenAuth/AuthObj/getAppToken"
        self.token = self.call(path, {"appId": self.app_id})["rsp"]["appToken"]

    def open_call(self, name: str, req: dict[str, Any]) -> dict[str, Any]:
        """Make one of the open calls."""
        return self.call(
            f"/rest/auth/HealthCard/HealthOpenPlatform/ISVOpenObj/{name}", req
        )

    def call(self, path: str, req: dict[str, Any]) -> dict[str, Any]:
        """Sign a request, send it, return the answer."""
        common: dict[str, Any] = {
            "appToken": self.token,
            "requestId": uuid.uuid4().hex.upper(),
            "hospitalId": self.hospital,
            "timestamp": str(int(time.time())),
            "channelNum": 0,
        }
        values = {**common, **req}
        text = "&".join(f"{k}={values[k]}" for k in sorted(values) if values[k] != "")
        digest = hashlib.sha256((text + self.secret).encode()).digest()
        common["sign"] = base64.b64encode(digest).decode()
        body = json.dumps({"commonIn": common, "req": req})
        answer: dict[str, Any] = httpx.post(self.base + path, content=body).json()
        return answer
