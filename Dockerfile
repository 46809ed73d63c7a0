# syntax=docker/dockerfile:1
# One image for web, worker, renderer, importer, beat and migrate; docker-compose.yml says which command each runs.

FROM node:22-slim AS assets
WORKDIR /portal
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.13-slim-trixie AS packages
RUN pip install --no-cache-dir uv
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /portal
COPY pyproject.toml uv.lock .python-version ./
# Neither test tools nor the embedded servers belong into production.
RUN uv sync --frozen --no-default-groups

FROM python:3.13-slim-trixie
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin lotsen \
    && install --directory --owner lotsen --group lotsen /var/lib/lotsen /var/lib/lotsen/files
WORKDIR /portal
ENV PATH=/portal/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    VAR_DIR=/var/lib/lotsen
COPY --from=packages /portal/.venv .venv
# PDFs use the fonts of the design system, pages its styles.
COPY --from=assets /portal/node_modules node_modules
COPY . .
# The settings ask for these addresses; nothing is connected to while files are collected.
RUN SECRET_KEY=build PORTAL_URL=http://localhost MAIL_URL=file:///tmp/mail \
    DATABASE_URL=postgresql://localhost/lotsen REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input --verbosity 0
USER lotsen
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000", "lotsen_portal.wsgi:application"]
