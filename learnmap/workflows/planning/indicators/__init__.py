"""How far the aims of a city are met."""
