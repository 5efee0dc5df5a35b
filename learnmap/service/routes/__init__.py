"""Endpoints by what they are about; each calls one workflow and shapes the answer."""
