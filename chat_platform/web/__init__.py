"""The web page: plain HTML, CSS and JavaScript modules, served as they lie in this folder.

No build step, nothing loaded from another host, no inline script or style, so that the
strictest Content-Security-Policy holds.
"""

from chat_platform.web.routes import mount_pages

__all__ = ["mount_pages"]
