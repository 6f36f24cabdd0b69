"""What the browser is told of every answer: where scripts may come from, who may frame us.

Scripts: our own files and the one inline script of Dash by its hash; neither unsafe-inline nor
unsafe-eval. Styles keep unsafe-inline: Plotly and ag-grid write style elements as they draw.
"""

import os

from dash import Dash
from flask import Response, request

from components import door

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def register(app: Dash) -> None:
    """Add the headers to every answer."""
    frames = os.environ.get("DASHBOARD_FRAME", "'none'")
    told = dict(FIXED)
    if frames == "'none'":
        told["X-Frame-Options"] = "DENY"

    @app.server.after_request
    def tell(response: Response) -> Response:
        if "Content-Security-Policy" not in told:  # pages and their scripts are read by now
            told["Content-Security-Policy"] = _policy(app.csp_hashes(), frames)
        response.headers.update(told)
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.path.startswith(door.PROGRAM):
            response.headers["Cache-Control"] = "no-store"
        return response


def _policy(hashes: list[str], frames: str) -> str:
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {frames}",
        ]
    )
