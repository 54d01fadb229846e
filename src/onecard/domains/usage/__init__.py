"""The use path: present, verify, decide, post, record, receipt; one row a use."""
