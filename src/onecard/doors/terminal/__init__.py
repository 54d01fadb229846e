"""The terminal in a browser: a member of staff opens a point, a scanner or a camera reads codes, the verdict fills the screen."""
