#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lotsen_portal.settings")
    # A command ends at once; the threads of a pool would hold it up.
    os.environ.setdefault("DATABASE_POOL", "0")
    execute_from_command_line(sys.argv)
