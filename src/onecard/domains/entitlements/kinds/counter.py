"""The person stood at a counter and a member of staff saw her and her papers."""

KIND = "counter"
