"""What every answer tells the browser to refuse."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # data: for the QR code of an authenticator app
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
#: Devices and signals that no page of ours uses. Passkeys are for this site alone.
NOT_USED = """accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid
    magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"""
PERMISSIONS = ", ".join(
    [
        *(f"{name}=()" for name in NOT_USED.split()),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)


def content_security_policy(*, form_targets: str = "", upgrade: bool = False) -> str:
    """The policy as one line. `form_targets` are further origins a form may lead to: browsers hold redirects to
    them too.
    """
    policy = POLICY | ({"form-action": f"'self' {form_targets}"} if form_targets else {})
    parts = [f"{name} {value}" for name, value in policy.items()]
    return "; ".join([*parts, "upgrade-insecure-requests"] if upgrade else parts)


class SecurityHeaders:
    """Outermost, so that static files, error pages and refusals carry the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Security-Policy",
            content_security_policy(form_targets=settings.OIDC_ORIGIN, upgrade=not settings.INSECURE),
        )
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        # nothing a person was shown stays in a shared computer's cache; static files say otherwise for themselves
        response.headers.setdefault("Cache-Control", "no-store")
        return response
