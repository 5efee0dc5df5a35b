"""Pages for staff by what they are about; each calls one workflow and draws the answer."""
