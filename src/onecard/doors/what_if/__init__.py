"""What-if for policy makers: a programme's values changed, tried on the whole nation, told in sums; nothing is written."""
