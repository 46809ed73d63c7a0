#!/bin/sh
# Make the secrets that docker-compose.yml reads, in ./secrets; those that exist stay as they are.
# Usage: deploy/secrets.sh 'smtp://user:password@mail.example:587?tls=1'
set -eu
cd "$(dirname "$0")/.."

if [ "$#" -ne 1 ]; then
    echo "Usage: $0 MAIL_URL (see .env.example)" >&2
    exit 2
fi

random() { head -c 32 /dev/urandom | od -A n -t x1 | tr -d ' \n'; }

# keep NAME VALUE
keep() {
    if [ ! -e "secrets/$1" ]; then
        printf '%s' "$2" > "secrets/$1"
        # Containers read them as users of their own; the folder keeps everybody else out.
        chmod 644 "secrets/$1"
    fi
}

mkdir -p secrets
chmod 700 secrets
keep secret_key "$(random)"
keep postgres_password "$(random)"
keep database_url "postgresql://lotsen:$(random)@db:5432/lotsen"
keep migration_database_url "postgresql://lotsen_owner:$(random)@db:5432/lotsen"
keep redis_url "redis://:$(random)@valkey:6379/0"
keep mail_url "$1"
