"""narrative.docx: the officer's words under their headings."""
