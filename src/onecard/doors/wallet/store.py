"""The wallet's named queries."""

from onecard.kernel.postgres.queries import named_queries

sql = named_queries("onecard.doors.wallet")
