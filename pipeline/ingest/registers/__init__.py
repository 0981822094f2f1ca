"""One organisation's register: its layout, its table, its columns, its rows, its values."""
