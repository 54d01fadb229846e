"""What every floor stands on: ids, money, time, errors, settings, words, crypto, PostgreSQL. Knows no card."""
