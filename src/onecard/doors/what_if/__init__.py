"""What-if for policy makers: other values of a programme tried on the nation, told in sums; nothing is written."""
