import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsen_portal.settings")

application = get_wsgi_application()

from lotsen_portal.checks import refuse_unsafe_start  # noqa: E402  # knows models

refuse_unsafe_start()

# What is loaded now stays for good: the collector need not walk it during requests, and forked
# processes share its memory.
gc.collect()
gc.freeze()
