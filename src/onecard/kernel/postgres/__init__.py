"""PostgreSQL, the only database: the embedded server, connections, transactions, migrations."""
