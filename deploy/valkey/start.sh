#!/bin/sh
# Start the broker with the password of redis://:PASSWORD@valkey:6379/0, kept out of `ps`.
set -eu
umask 077
password=$(sed -n 's|^[a-z]*://[^:]*:\([^@]*\)@.*|\1|p' /run/secrets/redis_url)
if [ -z "$password" ]; then
    echo "redis_url must name a password." >&2
    exit 1
fi
exec valkey-server - << EOF
requirepass $password
dir /data
appendonly yes
appendfsync everysec
maxmemory-policy noeviction
EOF
