"""A visitor book: present the card, be greeted, sign once a day. Moves no money; the smallest whole scene."""
