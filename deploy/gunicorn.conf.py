"""Gunicorn as web runs it, in the demo and in production; `--bind` is the caller's."""

workers = 2
worker_class = "gthread"
threads = 4
# One import of the portal for all workers; nothing connects before the fork.
preload_app = True
timeout = 60
graceful_timeout = 8
max_requests = 2000
max_requests_jitter = 200
# As long as gunicorn can: what is longer it answers itself, in English.
limit_request_line = 8190
# Its socket would lie in the home folder.
control_socket_disable = True

logger_class = "lotsen_portal.common.logs.AccessLogger"
errorlog = "-"
accesslog = "-"
# Method, path without query string, status, bytes, milliseconds: no address of a person.
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(M)s"
