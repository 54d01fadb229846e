"""Who a person is, as little as needed: registered place, birth date, statuses; number and name sealed."""
