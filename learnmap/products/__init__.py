"""What an edition's frozen files are made into: tables, sheets for printing, QR codes."""

from learnmap.products.catalogue import (
    PRODUCTS,
    ProductsVerification,
    make_products,
    split_products,
    verify_products,
)
from learnmap.products.makers import makers

__all__ = [
    "PRODUCTS",
    "ProductsVerification",
    "make_products",
    "makers",
    "split_products",
    "verify_products",
]
