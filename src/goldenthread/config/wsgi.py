"""The web application for any WSGI server. Refuses a database user that row security would not hold."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

from goldenthread.config.databases import check_app_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()
# A page that cannot be imported stops the start, in the log, and not the first person who comes.
get_resolver().check()
connection.ensure_connection()
check_app_role(connection.connection)
connection.close()
