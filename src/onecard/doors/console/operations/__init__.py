"""One file an operation; each is found by its `OPERATION` (see onecard.doors.console.operation)."""
