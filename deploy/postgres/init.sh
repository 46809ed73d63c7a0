#!/bin/sh
# The image's first start: roles and database, by the same SQL as the embedded server.
set -eu

# password_in FILE: the password of an address such as postgresql://lotsen:PASSWORD@db/lotsen
password_in() { sed -n 's|^[a-z]*://[^:]*:\([^@]*\)@.*|\1|p' "$1"; }

LOTSEN_OWNER_PASSWORD=$(password_in /run/secrets/migration_database_url)
LOTSEN_PORTAL_PASSWORD=$(password_in /run/secrets/database_url)
if [ -z "$LOTSEN_OWNER_PASSWORD" ] || [ -z "$LOTSEN_PORTAL_PASSWORD" ]; then
    echo "database_url and migration_database_url must name a password." >&2
    exit 1
fi
export LOTSEN_OWNER_PASSWORD LOTSEN_PORTAL_PASSWORD

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" > /dev/null << 'EOF'
\getenv owner_password LOTSEN_OWNER_PASSWORD
\getenv portal_password LOTSEN_PORTAL_PASSWORD
SELECT set_config('lotsen.owner_password', :'owner_password', false);
SELECT set_config('lotsen.portal_password', :'portal_password', false);
\i /deploy/postgres/roles.sql
\i /deploy/postgres/database.sql
EOF
