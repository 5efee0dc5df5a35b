"""A fictional Chinese city, made from a seed: streets, areas, people and learning points.

Everything is drawn on a flat plan in metres (``plan`` coordinates, x east, y north, origin at
the south-west corner) where streets are easy to lay out, and bent into its final shape by
`ground.Ground.to_degrees` when it is written. No place, person or institution is real.
"""
