import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsen_portal.settings")

application = get_wsgi_application()

# What is loaded now stays for good: the collector need not walk it during requests, and forked
# processes share its memory.
gc.collect()
gc.freeze()
