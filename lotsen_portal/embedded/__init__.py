"""PostgreSQL and Valkey from wheels, for `make demo`, `make test` and developers."""
