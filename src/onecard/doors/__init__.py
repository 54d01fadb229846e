"""The only code that opens transactions and reads settings: API, pages, worker, command line."""
