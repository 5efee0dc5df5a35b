"""The words of learnmap: kinds, profiles, records, CRS rules and errors.

Nothing here imports another package of learnmap; everything else imports this.
"""
