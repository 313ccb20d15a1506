"""The settings of tests: those of a demonstration, with a database and pictures of their own."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("WHOLEPLACE_MODE", "demo")
os.environ.setdefault("WHOLEPLACE_WORKSPACE", tempfile.mkdtemp(prefix="wholeplace-tests-"))

from wholeplace.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

WHITENOISE_AUTOREFRESH = True
